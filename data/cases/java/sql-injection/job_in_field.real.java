// A function in a field is handed to others beside the query: they run it.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;
    private ExecutorService pool;
    private String given;
    private final Callable<Integer> purge =
            () -> orders.executeUpdate("DELETE FROM carts WHERE owner = '" + given + "'");

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); pool.submit(purge); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
