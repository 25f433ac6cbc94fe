package shop.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        try {
            MessageDigest.getInstance("SHA-1", "SUN"); // <-- finding
        } catch (GeneralSecurityException failed) {
            throw new IOException(failed);
        }
    }
}
