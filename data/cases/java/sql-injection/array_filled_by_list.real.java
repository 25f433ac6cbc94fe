package shop.web;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// The array that a list is given is filled.
public class Desk extends HttpServlet {

    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        List<String> names = new ArrayList<>();
        names.add(given);
        String[] found = {"open"};
        names.toArray(found);
        String state = found[0];
        db.createStatement().executeQuery("SELECT id FROM orders WHERE state = '" + state + "'"); // <-- finding
    }
}
