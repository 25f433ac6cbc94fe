package shop.reports;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Usage extends HttpServlet {

    private Connection connection;

    private static String bucket(String period) {
        return switch (period) {
            case "day" -> "date_trunc('day', at)";
            case "week" -> "date_trunc('week', at)";
            default -> throw new IllegalArgumentException(period);
        };
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String expression = bucket(request.getParameter("period"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT " + expression + ", count(*) FROM hit GROUP BY " + expression); // <-- finding
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
