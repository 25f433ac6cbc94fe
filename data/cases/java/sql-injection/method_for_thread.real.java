// A method is handed to a thread beside the query, by a reference.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;
    private String given;

    void purge() {
        try {
            orders.executeUpdate("DELETE FROM carts WHERE owner = '" + given + "'");
        } catch (SQLException e) {
            log("not purged");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); new Thread(this::purge).start(); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
