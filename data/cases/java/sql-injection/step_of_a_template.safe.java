// Beside the query an inherited method is called, which calls one of this class in turn.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;
import shop.steps.Template;

public class Leaving extends Template {
    private final Statement carts;
    private final String owner;

    Leaving(Statement carts, HttpServletRequest request) {
        this.carts = carts;
        this.owner = request.getParameter("owner");
    }

    @Override
    protected void step() throws SQLException {
        carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
    }

    void leave() throws SQLException {
        carts.executeUpdate("DELETE FROM visits"); walk(); // <-- finding
    }
}
