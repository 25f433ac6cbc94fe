// A query of another name stands beside a constant statement.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;
    private Orders orders;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        int n = db.createStatement().executeUpdate("DELETE FROM carts") + orders.clean("name = ''"); // <-- finding
    }
}
