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

public class Browse extends HttpServlet {

    private static final Pattern TABLE = Pattern.compile("[a-z_]+");

    private Connection connection;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String table = request.getParameter("table");
        if (table == null || !TABLE.matcher(table).matches()) {
            response.sendError(404);
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM public." + table); // <-- finding
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
