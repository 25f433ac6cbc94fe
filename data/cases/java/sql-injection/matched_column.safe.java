package shop.reports;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Sorted extends HttpServlet {

    private static final Pattern COLUMN = Pattern.compile("[a-z_]+");

    private Connection connection;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String column = request.getParameter("sort");
        if (column == null || !COLUMN.matcher(column).matches()) {
            column = "name";
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT id, name FROM customer ORDER BY " + column + " LIMIT 20"); // <-- finding
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
