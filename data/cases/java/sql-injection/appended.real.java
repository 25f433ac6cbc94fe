// A part of a statement may be appended, not added.
package shop.web;

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
        StringBuilder sql = new StringBuilder("SELECT id FROM orders");
        sql.append(" WHERE name = '").append(given).append("'"); // <-- finding
        db.createStatement().executeQuery(sql.toString());
    }
}

