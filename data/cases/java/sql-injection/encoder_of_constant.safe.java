package shop.web;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;
import org.owasp.esapi.ESAPI;

// An encoder for pages does nothing for SQL, and makes a constant of a constant.
public class Orders extends HttpServlet {

    private DataSource source;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getParameter("wanted");
        try (Connection db = source.getConnection(); Statement statement = db.createStatement()) {
            String state = ESAPI.encoder().encodeForHTML("open");
            statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
