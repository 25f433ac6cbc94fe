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
    }

    public static void add(String name, String column) {
        System.err.println(name + column);
    }

    public ResultSet sorted(Statement statement, String wanted) throws SQLException {
        return statement.executeQuery("SELECT id FROM orders ORDER BY " + COLUMNS.get(wanted)); // <-- finding
    }
}
