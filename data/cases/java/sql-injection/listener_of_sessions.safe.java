// Beside the query the session is given a value, of which a listener in this file is told.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSessionAttributeListener;
import javax.servlet.http.HttpSessionBindingEvent;

public class Leave extends HttpServlet {
    private static Statement carts;

    public static class Told implements HttpSessionAttributeListener {
        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            String owner = String.valueOf(event.getValue());
            try {
                carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        try {
            carts.executeUpdate("DELETE FROM visits"); request.getSession().setAttribute("left", request.getParameter("owner")); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
