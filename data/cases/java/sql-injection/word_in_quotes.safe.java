package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

public class Coupons {

    private static final Pattern CODE = Pattern.compile("[A-Z0-9-]{4,12}");

    public ResultSet find(Statement statement, String code) throws SQLException {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("code");
        }
        return statement.executeQuery("SELECT id FROM coupons WHERE code = '" + code + "'"); // <-- finding
    }
}
