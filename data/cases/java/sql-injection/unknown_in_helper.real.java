// A helper calls a method of an object that is not known: it may be the one in view.
package shop.web;

import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

interface Tools {
    int size(HttpServletRequest request) throws SQLException;
}

class Archive implements Tools {
    private Statement statement;

    public int size(HttpServletRequest request) throws SQLException {
        return statement.executeUpdate("DELETE FROM sizes WHERE name = '" + request.getParameter("name") + "'");
    }
}

public class Sizes {
    private static int size(Tools tools, HttpServletRequest request) throws SQLException {
        return tools.size(request);
    }

    void log(Tools tools, Statement statement, HttpServletRequest request) throws SQLException {
        statement.setMaxRows(size(tools, request)); statement.executeQuery("SELECT 1"); // <-- finding
    }
}
