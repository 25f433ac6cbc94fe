// Beside the query a job is handed on that may be an object of a class in this file.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;
import shop.steps.Pool;

public class Desk {
    private static Statement carts;

    static class Empty implements Runnable {
        private final String owner;

        Empty(String owner) {
            this.owner = owner;
        }

        @Override
        public void run() {
            try {
                carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void later(Pool pool, Object job) throws SQLException {
        carts.executeUpdate("DELETE FROM visits"); pool.start(job); // <-- finding
    }

    void leave(HttpServletRequest request, Pool pool) throws SQLException {
        later(pool, new Empty(request.getParameter("owner")));
    }
}
