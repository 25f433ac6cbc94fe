// Beside the query a class is loaded by its name, and does its work as it is loaded.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

public class Plugins {
    private static Statement carts;
    private static String owner;

    static class Leaving {
        static {
            try {
                carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void leave(HttpServletRequest request) throws Exception {
        owner = request.getParameter("owner");
        carts.executeUpdate("DELETE FROM visits"); Class.forName("shop.web.Plugins$Leaving"); // <-- finding
    }
}
