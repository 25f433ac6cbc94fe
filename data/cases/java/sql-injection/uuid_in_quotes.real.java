package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

public class Orders {

    public ResultSet find(Statement statement, String key) throws SQLException {
        UUID id = UUID.fromString(key);
        return statement.executeQuery("SELECT total FROM orders WHERE key = '" + key + "'"); // <-- finding
    }
}
