package shop.web;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

// A choice between two kinds of numbers is of the wider kind, whichever is chosen.
public class Orders extends HttpServlet {

    private DataSource source;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getParameter("wanted");
        try (Connection db = source.getConnection(); Statement statement = db.createStatement()) {
            Object chosen = wanted != null ? 1 : 2;
            String shown = "n" + (true ? 1 : 2);
            String state = shown.equals("n1") ? "open" : wanted;
            statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
