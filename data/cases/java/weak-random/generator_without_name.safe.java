// A generator is what the class makes of it.
package shop.web;

import java.security.SecureRandom;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        SecureRandom random = new SecureRandom(); // <-- finding

        response.setHeader("Shop", "" + random.nextLong());
    }
}

