// A part of a record may be called as it likes.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static final String TABLE = "orders";
    private Connection db;

    record Query(String table) {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Object query = new Query(given);
        if (query instanceof Query(String OTHER)) {
            db.createStatement().executeQuery("SELECT id FROM " + TABLE); // <-- finding
        }
    }
}

