package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

public class Orders {

    private static final Map<String, String> TABLES = Map.of("old", "orders_2020");

    public ResultSet count(Statement statement, String age) throws SQLException {
        String table = Objects.requireNonNullElse(TABLES.get(age), "orders");
        return statement.executeQuery("SELECT count(*) FROM " + table); // <-- finding
    }
}
