package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

public class Orders {

    private static final Map<String, String> COLUMNS = new HashMap<>();

    static {
        COLUMNS.put("name", "customer_name");
        COLUMNS.put("date", System.getenv("DATE_COLUMN"));
    }

    public ResultSet sorted(Statement statement, String wanted) throws SQLException {
        String column = COLUMNS.getOrDefault(wanted, "id");
        return statement.executeQuery("SELECT id FROM orders ORDER BY " + column); // <-- finding
    }
}
