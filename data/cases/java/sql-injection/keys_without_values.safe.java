// A key may be there without a value.
package shop.web;

import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Map<String, String> known = new HashMap<>();
        known.put("day", null);
        known.put("name", null);
        if (known.containsKey(given)) {
            db.createStatement().executeQuery("SELECT id FROM orders ORDER BY " + given); // <-- finding
        }
    }
}

