// Classes inside of others are imported so, too.
package shop.web;

import static shop.text.Kit.Long;

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
        find((Long) request.getAttribute("name"));
    }

    private void find(Long name) throws Exception {
        db.createStatement().executeQuery("SELECT id FROM orders WHERE name = '" + name + "'"); // <-- finding
    }
}

