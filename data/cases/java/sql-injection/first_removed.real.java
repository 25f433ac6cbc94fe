package shop.reports;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedList;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Archive extends HttpServlet {

    private Connection connection;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        LinkedList<String> keys = new LinkedList<>();
        keys.add("open");
        keys.add(request.getParameter("state"));
        keys.addLast("closed");
        keys.removeLast();
        String state = keys.get(1);
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE order_log SET seen = 1 WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
