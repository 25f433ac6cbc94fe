// Beside the query a thread is started that runs the object itself.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

public class Cleaner implements Runnable {
    private final Statement carts;
    private final String owner;

    Cleaner(Statement carts, HttpServletRequest request) {
        this.carts = carts;
        this.owner = request.getParameter("owner");
    }

    @Override
    public void run() {
        try {
            carts.executeUpdate("DELETE FROM carts WHERE owner = '" + owner + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void start() throws SQLException {
        carts.executeUpdate("DELETE FROM visits"); new Thread(this).start(); // <-- finding
    }
}
