package shop.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

public class Orders {

    enum State {
        OPEN,
        PAID;

        static String shown = "open";

        public String toString() {
            return shown;
        }
    }

    public ResultSet of(Statement statement, String wanted, String other) throws SQLException {
        State.shown = other;
        State state = State.valueOf(wanted);
        return statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
    }
}
