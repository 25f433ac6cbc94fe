// What is shown part by part beside the query has its parts asked for.
package shop.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static Statement orders;
    private static String given;

    public static class Visits {
        public int getCount() throws SQLException {
            return orders.executeUpdate("UPDATE visits SET n = n + 1 WHERE owner = '" + given + "'");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM carts"); new ObjectMapper().writeValueAsString(new Visits()); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
