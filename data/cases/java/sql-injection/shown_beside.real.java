// What is shown beside the query becomes a text, by code of its own.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;
    private final Visit visit = new Visit();

    class Visit {
        private String owner;

        @Override
        public String toString() {
            try {
                return "visit " + orders.executeUpdate("UPDATE visits SET n = n + 1 WHERE owner = '" + owner + "'");
            } catch (SQLException e) {
                return "no visit";
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        visit.owner = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM carts"); System.out.println(visit); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
