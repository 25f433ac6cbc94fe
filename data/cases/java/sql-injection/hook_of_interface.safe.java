// Who is called beside the query is a class of this file, by its interface.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    interface Hook {
        void after() throws SQLException;
    }

    private Statement orders;
    private String given;
    protected Hook hook = new Purge();

    class Purge implements Hook {
        @Override
        public void after() throws SQLException {
            orders.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); hook.after(); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
