// A deque takes a number for something that is in it.
package shop.web;

import java.sql.Connection;
import java.util.ArrayDeque;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        ArrayDeque<Object> parts = new ArrayDeque<>();
        parts.add("notes");
        parts.add("orders");
        parts.remove(0);
        db.createStatement().executeQuery("SELECT id FROM " + parts.peek()); // <-- finding
    }
}

