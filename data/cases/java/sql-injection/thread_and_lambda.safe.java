// A lambda on the line is not all that a started thread may run.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;

    static class Purge extends Thread {
        private final Statement orders;
        private final String owner;

        Purge(Statement orders, String owner) {
            this.orders = orders;
            this.owner = owner;
        }

        @Override
        public void run() {
            try {
                orders.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            } catch (SQLException e) {
                interrupt();
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        Thread purge = new Purge(orders, request.getParameter("given"));
        try {
            orders.executeUpdate("DELETE FROM visits"); purge.start(); java.util.List.of(1).forEach(x -> x.intValue()); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
