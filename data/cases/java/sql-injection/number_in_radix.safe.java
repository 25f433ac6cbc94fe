package shop.web;

import java.math.BigInteger;
import java.sql.Connection;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// In a radix above ten, a number is spelt like a word.
public class Desk extends HttpServlet {

    private Connection db;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        BigInteger number = new BigInteger(given, 36);
        db.createStatement().executeQuery("SELECT id FROM orders WHERE id = " + number.toString()); // <-- finding
    }
}
