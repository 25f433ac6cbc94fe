package shop.web;

import java.security.SecureRandom;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// A seed before the first number makes it predictable.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG"); // <-- finding
        response.setStatus(42);
        response.setHeader("Shop", "" + random.nextLong());
    }
}
