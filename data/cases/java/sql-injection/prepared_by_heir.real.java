// What a class in view prepares is not what it was given.
package shop.web;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        PreparedStatement found = db.prepareStatement("SELECT id FROM orders WHERE name = ?");
        found.setString(1, given);
        found.executeQuery(); // <-- finding
    }

    private abstract static class Narrow implements Connection {
        private Connection inner;
        private String only;

        public PreparedStatement prepareStatement(String sql) throws SQLException {
            return inner.prepareStatement(sql + " AND state = '" + only + "'");
        }
    }
}

