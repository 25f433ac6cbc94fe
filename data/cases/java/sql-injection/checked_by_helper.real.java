package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

public class Orders {

    private static final Set<String> COLUMNS = Set.of("id", "name");

    private static void check(String word) {
        if (!COLUMNS.contains(word)) {
            System.err.println(word);
        }
    }

    public ResultSet sorted(Statement statement, String column) throws SQLException {
        check(column);
        return statement.executeQuery("SELECT id FROM orders ORDER BY " + column); // <-- finding
    }
}
