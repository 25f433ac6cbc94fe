// Which field is meant says the declared type, not the object.
package shop.web;

import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    private static class Base {
        static String state = "shut";
    }

    private static class Open extends Base {
        static final String state = "open";
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Base.state = given;
        Open found = new Open();
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + Open.state + "'"); // <-- finding
    }
}

