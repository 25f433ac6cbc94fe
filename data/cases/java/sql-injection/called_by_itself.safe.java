// What is called beside the query calls itself, and only then comes to its own query.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;
    private String given;

    void purge(int more) throws SQLException {
        if (more > 0) {
            purge(more - 1);
        } else {
            orders.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); purge(3); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
