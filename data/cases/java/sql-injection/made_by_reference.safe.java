// A reference in a field makes an object beside the query, and that runs one of its own.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static Statement orders;
    private static String given;
    private Supplier<Purge> made = Purge::new;

    static class Purge {
        Purge() {
            try {
                orders.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            } catch (SQLException e) {
                given = "";
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); made.get(); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
