// A provider says what a name stands for.
package shop.web;

import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(given.getBytes()); // <-- finding
        response.setHeader("Shop", Arrays.toString(hash));
    }

    static {
        Security.insertProviderAt(new Old(), 1);
    }

    private static class Old extends Provider {
        Old() {
            super("Old", 1.0, "");
            put("MessageDigest.SHA-256", "sun.security.provider.MD5");
        }
    }
}

