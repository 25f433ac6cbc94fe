package shop.web;

import java.sql.Connection;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// The whole text is digits.
public class Desk extends HttpServlet {

    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        if (!Pattern.matches("[0-9]+", given)) {
            return;
        }
        db.createStatement().executeQuery("SELECT id FROM orders WHERE id = " + given); // <-- finding
    }
}
