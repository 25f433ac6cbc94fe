// Whoever is asked by an interface in view may be a class in view.
package shop.web;

import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Asks asks;
    private Statement asked;

    interface Asks {
        void executeQuery(String sql) throws Exception;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        asks = new Named(asked, given);
        asks.executeQuery("SELECT id FROM orders"); // <-- finding
    }

    private static class Named implements Asks {
        private final Statement asked;
        private final String name;

        Named(Statement asked, String name) {
            this.asked = asked;
            this.name = name;
        }

        @Override
        public void executeQuery(String sql) throws Exception {
            asked.executeQuery(sql + " WHERE name = '" + name + "'");
        }
    }
}

