package shop.web;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Random;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    private static final Random SOURCE = new SecureRandom();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        byte[] bytes = new byte[16];
        SOURCE.nextBytes(bytes); // <-- finding
    }
}
