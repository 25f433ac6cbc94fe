package shop.web;

import java.sql.SQLException;
import java.sql.Statement;

public class Coupons {

    public void count(Statement statement, String code) throws SQLException {
        if (!code.matches("[A-Za-z0-9 _.]+")) {
            throw new IllegalArgumentException("code");
        }
        statement.execute("EXECUTE IMMEDIATE '" + code + "'"); // <-- finding
    }
}
