package shop.web;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

// Letters of a text are an array: whoever has it may change them.
public class Orders extends HttpServlet {

    private DataSource source;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getParameter("wanted");
        try (Connection db = source.getConnection(); Statement statement = db.createStatement()) {
            char[] letters = "open".toCharArray();
            char[] others = "open".toCharArray();
            others[0] = wanted.charAt(0);
            String state = new String(letters);
            statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
