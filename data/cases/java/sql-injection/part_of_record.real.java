// The parts of a record are its fields, though none is written down.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static final String STATE = "open";
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        new Query(given).find(db);
    }

    private record Query(String STATE) {
        void find(Connection db) throws Exception {
            db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + STATE + "'"); // <-- finding
        }
    }
}

