package shop.web;

import java.security.MessageDigest;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// A prefix is compared letter by letter.
public class Desk extends HttpServlet {

    private String secret;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        boolean same = MessageDigest.isEqual(secret.getBytes(), given.getBytes()); // <-- finding
    }
}
