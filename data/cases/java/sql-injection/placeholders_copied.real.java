package shop.web;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

public class Orders {

    public PreparedStatement all(Connection db, List<String> keys) throws SQLException {
        String marks = String.join(",", keys);
        return db.prepareStatement("SELECT id FROM orders WHERE key IN (" + marks + ")"); // <-- finding
    }
}
