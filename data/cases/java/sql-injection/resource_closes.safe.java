package shop.web;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

// A resource is closed at the end of its block, and may change something then.
public class Orders extends HttpServlet {

    private DataSource source;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getParameter("wanted");
        try (Connection db = source.getConnection(); Statement statement = db.createStatement()) {
            StringBuilder text = new StringBuilder("open");
            try (Line line = new Line(text, "!")) {
                text.append("-");
            }
            String state = text.toString();
            statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    static class Line implements AutoCloseable {
        private final StringBuilder text;
        private final String end;

        Line(StringBuilder text, String end) {
            this.text = text;
            this.end = end;
        }

        @Override
        public void close() {
            text.append(end);
        }
    }
}
