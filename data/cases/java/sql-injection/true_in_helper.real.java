package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

public class Orders {

    private static final Set<String> COLUMNS = Set.of("id", "name");

    private static boolean isColumn(String word) {
        if (word == null) {
            return false;
        }
        return COLUMNS.size() < word.length() || COLUMNS.contains(word);
    }

    public ResultSet sorted(Statement statement, String column) throws SQLException {
        if (!isColumn(column)) {
            return null;
        }
        return statement.executeQuery("SELECT id FROM orders ORDER BY " + column); // <-- finding
    }
}
