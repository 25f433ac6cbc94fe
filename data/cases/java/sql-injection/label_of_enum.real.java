// A label may be a constant of an enum that has the name of another one.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static final String OPEN = "open";
    private static String told;
    private Connection db;

    enum State {
        OPEN;

        @Override
        public String toString() {
            return told;
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        told = given;
        find(State.OPEN);
    }

    private void find(State state) throws Exception {
        switch (state) {
            case OPEN:
                db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
                break;
            default:
                break;
        }
    }
}

