// What is called beside the query is an interface of another file; a function here is one.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Statement orders;
    private String given;
    private Loader loader;

    @Override
    public void init() {
        loader = key -> orders.executeUpdate("DELETE FROM carts WHERE owner = '" + given + "'");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        given = request.getParameter("given");
        try {
            orders.executeUpdate("DELETE FROM visits"); loader.load("visits"); // <-- finding
        } catch (SQLException e) {
            response.sendError(500);
        }
    }
}
