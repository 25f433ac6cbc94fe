// What a statement gives stands in the text of the next one, beside what somebody has given.
package shop.web;

import java.sql.ResultSet;
import java.sql.Statement;

class Orders {
    ResultSet find(Statement statement, String owner) throws Exception {
        String sql = "SELECT * FROM orders WHERE id > " + statement.executeUpdate("DELETE FROM old") + " AND owner = '" + owner.length() + "'"; // <-- finding
        return statement.executeQuery(sql);
    }
}
