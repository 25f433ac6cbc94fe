// A number of a class in view is shown as that class says.
package shop.web;

import java.math.BigDecimal;
import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        find(new BigDecimal(given));
    }

    private void find(BigDecimal price) throws Exception {
        db.createStatement().executeQuery("SELECT id FROM orders WHERE price = " + price); // <-- finding
    }

    private static class Typed extends Exception {
        private final String typed;

        Typed(String typed) {
            super("0");
            this.typed = typed;
        }

        @Override
        public String toString() {
            return typed;
        }
    }
}

