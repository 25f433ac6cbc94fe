package shop.web;

import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// A short number is another key than an int.
public class Desk extends HttpServlet {

    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Map<Object, String> states = new HashMap<>();
        states.put(1, given);
        int key = 1;
        states.put(key, "open");
        String state = states.get(1);
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
    }
}
