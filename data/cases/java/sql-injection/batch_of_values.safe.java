package shop.web;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.jdbc.core.JdbcTemplate;

// Values that are bound, or a text that is a statement.
public class Desk extends HttpServlet {

    private JdbcTemplate jdbc;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {given});
        jdbc.batchUpdate("DELETE FROM notes WHERE name = ?", rows); // <-- finding
    }
}
