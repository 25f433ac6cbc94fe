// Anyone may derive from a number, and say how it is shown.
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
        String given = request.getParameter("given");
        find((Long) request.getAttribute("price"));
    }

    private void find(Long price) throws Exception {
        db.createStatement().executeQuery("SELECT id FROM orders WHERE price = " + price); // <-- finding
    }
}

