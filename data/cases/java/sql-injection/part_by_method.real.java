// Methods of a record give its parts, though none is written down.
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
        new Query(given).find(db);
    }

    private static String state() {
        return "open";
    }

    private record Query(String state) {
        void find(Connection db) throws Exception {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state() + "'"); // <-- finding
        }
    }
}

