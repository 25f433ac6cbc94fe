package shop.web;

import java.io.IOException;
import java.security.SecureRandom;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        try {
            double number = SecureRandom.getInstance("SHA1PRNG").nextDouble(); // <-- finding
            log("n");
        } catch (java.security.NoSuchAlgorithmException failed) {
            throw new IOException(failed);
        }
    }
}
