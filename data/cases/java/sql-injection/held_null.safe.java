package shop.web;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

// A key may be there, and hold nothing.
public class Orders extends HttpServlet {

    private DataSource source;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getParameter("wanted");
        try (Connection db = source.getConnection(); Statement statement = db.createStatement()) {
            Map<String, String> states = new HashMap<>();
            states.put("other", null);
            String found = states.getOrDefault("first", "open");
            String state = found == null ? wanted : "paid";
            statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
