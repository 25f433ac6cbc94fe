// Beside the query a method is called of whatever fits the bound of a type variable.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

public class Leaving {
    interface Step {
        void done(Statement carts) throws SQLException;
    }

    static class Emptied implements Step {
        private final String owner;

        Emptied(String owner) {
            this.owner = owner;
        }

        @Override
        public void done(Statement carts) throws SQLException {
            carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
        }
    }

    <T extends Step> void after(T step, Statement carts) throws SQLException {
        carts.executeUpdate("DELETE FROM visits"); step.done(carts); // <-- finding
    }

    void leave(HttpServletRequest request, Statement carts) throws SQLException {
        after(new Emptied(request.getParameter("owner")), carts);
    }
}
