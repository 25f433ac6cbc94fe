// A set in a field puts its items in order by a function that it was made with.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;
    private String given;
    private final Set<String> seen = new TreeSet<>((one, other) -> weigh(one, other));

    private int weigh(String one, String other) {
        try {
            return orders.executeUpdate("UPDATE visits SET n = n + 1 WHERE owner = '" + given + "'");
        } catch (SQLException e) {
            return one.compareTo(other);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM carts"); seen.add("cart"); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
