package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

public class Orders {

    enum Sort {
        NAME("customer_name"),
        DATE("created");

        private final String column;

        Sort(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    public ResultSet sorted(Statement statement, String wanted) throws SQLException {
        Sort sort = Sort.valueOf(wanted);
        return statement.executeQuery("SELECT id FROM orders ORDER BY " + sort.column()); // <-- finding
    }
}
