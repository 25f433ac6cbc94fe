// What changes constants may stand in another method.
package shop.web;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static final List<String> STATES = List.of("open");
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        if (STATES.contains(given)) {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + given + "'"); // <-- finding
        }
    }

    static void allow(Field states, List<String> others) throws Exception {
        states.isSynthetic();
        states.get(null);
    }
}

