// Neither are methods.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    private static class Base {
        private static String state(String given) {
            return "open";
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        new Finder().find(db, given);
    }

    private static String state(String given) {
        return given;
    }

    private static class Finder extends Base {
        void find(Connection db, String given) throws Exception {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state(given) + "'"); // <-- finding
        }
    }
}

