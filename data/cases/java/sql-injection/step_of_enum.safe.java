// Which of the constants is called beside the query is not known.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static Statement orders;
    private static String given;
    protected Step step = Step.REST;

    enum Step {
        PURGE {
            @Override
            void go() throws SQLException {
                orders.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            }
        },
        REST {
            @Override
            void go() {}
        };

        abstract void go() throws SQLException;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); step.go(); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
