// So may a class beside it.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        Double twin = new Double(request.getParameter("given"));
        find(twin);
    }

    private void find(Double twin) throws Exception {
        db.createStatement().executeQuery("SELECT id FROM actors WHERE name = '" + twin + "'"); // <-- finding
    }
}

class Double {
    private final String name;

    Double(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
