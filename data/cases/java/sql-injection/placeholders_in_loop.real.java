package shop.web;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

public class Orders {

    public PreparedStatement all(Connection db, List<String> keys) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT id FROM orders WHERE key IN (");
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                sql.append(", ");
            }
            sql.append(keys.get(i));
        }
        return db.prepareStatement(sql.append(")").toString()); // <-- finding
    }
}
