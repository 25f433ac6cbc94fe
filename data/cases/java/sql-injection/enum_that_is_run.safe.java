// Beside the query a job is handed on that may be a constant of an enum in this file.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import javax.servlet.http.HttpServletRequest;

public class Jobs {
    private static Statement carts;
    private static String owner;

    enum Kind implements Runnable {
        EMPTY {
            @Override
            public void run() {
                try {
                    carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    void later(ExecutorService pool, Runnable job) throws SQLException {
        carts.executeUpdate("DELETE FROM visits"); pool.submit(job); // <-- finding
    }

    void leave(HttpServletRequest request, ExecutorService pool) throws SQLException {
        owner = request.getParameter("owner");
        later(pool, Kind.valueOf(request.getParameter("job")));
    }
}
