package shop.web;

import android.database.sqlite.SQLiteDatabase;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.jdbc.core.JdbcTemplate;

// A constant first argument is a statement, or the name of a table with its conditions beside it.
public class Desk extends HttpServlet {

    private JdbcTemplate jdbc;
    private SQLiteDatabase phone;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        phone.query("orders", null, "name = '" + given + "'", null, null, null, null); // <-- finding
    }
}
