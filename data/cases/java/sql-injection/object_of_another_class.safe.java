// Beside the query a method is called of what another class keeps: it may be of a class in here.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;
import shop.steps.Step;
import shop.steps.Steps;

public class Leaving {
    private static Statement carts;
    private static String owner;

    static class Emptied implements Step {
        @Override
        public void done() throws SQLException {
            carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
        }
    }

    void install() {
        Steps.register(new Emptied());
    }

    void leave(HttpServletRequest request) throws SQLException {
        owner = request.getParameter("owner");
        carts.executeUpdate("DELETE FROM visits"); Steps.LAST.done(); // <-- finding
    }
}
