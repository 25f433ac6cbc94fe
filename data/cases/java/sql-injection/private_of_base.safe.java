// What is private is not inherited: the name is that of the class around.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static String state = "shut";
    private Connection db;

    private static class Base {
        protected static final String state = "open";
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        state = given;
        new Finder().find(db);
    }

    private static class Finder extends Base {
        void find(Connection db) throws Exception {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        }
    }
}

