// Where it is not said whose method is called, it may be that of an heir.
package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Supplier<Statement> asked;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        asked.get().executeQuery("SELECT id FROM orders"); // <-- finding
    }

    private abstract static class Narrow implements Comparable {
        private Statement inner;
        private String only;

        public ResultSet executeQueryOf(String sql) throws SQLException {
            return inner.executeQuery(sql + " WHERE name = '" + only + "'");
        }
    }
}

