// What is given is kept for a class of another file, which puts it into its statement.
package shop.web;

import java.sql.SQLException;
import javax.servlet.http.HttpServletRequest;

public class Desk extends OrderQuery {

    public void find(HttpServletRequest request) throws SQLException {
        where = "state = 'open'"; // <-- finding
        run();
    }
}
