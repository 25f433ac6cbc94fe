package shop.web;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

// Base64 hides nothing for good: whoever wrote a text has written what is decoded.
public class Orders extends HttpServlet {

    private DataSource source;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getParameter("wanted");
        try (Connection db = source.getConnection(); Statement statement = db.createStatement()) {
            String packed = Base64.getEncoder().encodeToString(wanted.getBytes());
            String state = new String(Base64.getDecoder().decode(packed));
            statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
