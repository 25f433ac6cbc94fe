// Each pattern has a variable of its own, though the name is the same.
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
        Object key = request.getParameter("long") == null ? given : Long.valueOf(given);
        if (key instanceof Long id) {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE id = " + id);
        }
        if (key instanceof String id) {
            id = "a";
            db.createStatement().executeQuery("SELECT id FROM orders WHERE name = '" + id + "'"); // <-- finding
        }
    }
}

