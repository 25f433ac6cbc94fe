// What is looked at as a base has the field of that one.
package shop.web;

import java.sql.Connection;

public class Desk extends Shelf {

    private static final String STATE = "open";
    private Connection db;

    void find(String given) throws Exception {
        Shelf.STATE = given;
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + Desk.STATE + "'"); // <-- finding
    }
}

class Shelf {
    static String STATE = "shut";
}
