// Wherever in the class it does so.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static String state = "open";
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        open(given);
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
    }

    static void open(String given) throws Exception {
        Desk.class.getDeclaredFields()[0].set(null, given);
    }
}

