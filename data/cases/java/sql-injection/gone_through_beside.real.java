// What is gone through around the query gives its items by code of its own.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Iterator;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static Statement orders;

    static class Carts implements Iterable<String> {
        private final String owner;

        Carts(String owner) {
            this.owner = owner;
        }

        @Override
        public Iterator<String> iterator() {
            try {
                orders.executeQuery("SELECT id FROM carts WHERE owner = '" + owner + "'");
            } catch (SQLException e) {
                return null;
            }
            return Collections.emptyIterator();
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        Carts carts = new Carts(request.getParameter("given"));
        try {
            for (String cart : carts) { orders.executeUpdate("DELETE FROM visits"); } // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
