// Where seeds come from is a property.
package shop.web;

import java.security.SecureRandom;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    static {
        System.getProperty("java.security.egd", "file:/srv/shop/seed");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        response.setHeader("Shop", "" + SecureRandom.getInstance("SHA1PRNG").nextLong()); // <-- finding
    }
}

