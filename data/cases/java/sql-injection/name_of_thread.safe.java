// A class has the methods of what it derives from before those around it.
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
        Finder finder = new Finder();
        finder.setName(given);
        finder.start();
    }

    private static String stateName() {
        return "open";
    }

    private class Finder extends Thread {
        @Override
        public void run() {
            try {
                db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + stateName() + "'"); // <-- finding
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}

