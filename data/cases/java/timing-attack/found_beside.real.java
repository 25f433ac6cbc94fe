// What looks for the secret itself ends early, too.
package shop.web;

import java.security.MessageDigest;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private String key;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        boolean known = given.indexOf(key) == 0
                && MessageDigest.isEqual(given.getBytes(), key.getBytes()); // <-- finding
        response.setStatus(known ? 200 : 403);
    }
}

