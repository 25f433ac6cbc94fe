// A method in view is run by its name beside the query.
package shop.web;

import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

public class Sizes {
    private Statement statement;
    private HttpServletRequest request;

    public int size() throws Exception {
        return statement.executeUpdate("DELETE FROM sizes WHERE name = '" + request.getParameter("name") + "'");
    }

    void log(String name) throws Exception {
        statement.setMaxRows((Integer) statement.getMaxRows()); statement.executeQuery("SELECT 1"); // <-- finding
    }
}
