// Behind the test, the name is that of the field again.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;
    private String state;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        state = given;
        Object kind = "open";
        if (kind instanceof String state && state.isEmpty()) {
            return;
        }
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
    }
}

