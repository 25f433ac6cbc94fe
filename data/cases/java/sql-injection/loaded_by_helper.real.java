// A helper uses a class for the first time, which runs what it begins with.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static Statement orders;
    private static String given;

    static class Visits {
        static int limit = 10;

        static {
            try {
                orders.executeUpdate("DELETE FROM carts WHERE owner = '" + given + "'");
            } catch (SQLException e) {
                limit = 0;
            }
        }
    }

    private static int most() {
        return Visits.limit;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.setMaxRows(most()); orders.executeQuery("SELECT id FROM visits"); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
