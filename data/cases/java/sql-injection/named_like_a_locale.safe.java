// What has the word in its name may be a template.
package shop.web;

import java.sql.Connection;
import java.util.Locale;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String sql = String.format(Locale.ROOT, "SELECT id FROM orders", given);
        db.createStatement().executeQuery(sql); // <-- finding
    }
}

