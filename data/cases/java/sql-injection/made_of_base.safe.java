// What is made beside the query is made as its base says, too.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static Statement orders;
    private static String given;

    static class Base {
        Base() throws SQLException {
            orders.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
        }
    }

    static class Purge extends Base {
        Purge() throws SQLException {}
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); new Purge(); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
