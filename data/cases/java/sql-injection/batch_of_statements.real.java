package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.jdbc.core.JdbcTemplate;

// Each further text of a batch is a statement of its own.
public class Desk extends HttpServlet {

    private JdbcTemplate jdbc;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String second = "DELETE FROM notes WHERE name = '" + given + "'";
        jdbc.batchUpdate("DELETE FROM orders", second); // <-- finding
    }
}
