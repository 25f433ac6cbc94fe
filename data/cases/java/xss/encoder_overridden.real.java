// The program says which encoder is taken.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.esapi.ESAPI;
import org.owasp.esapi.SecurityConfiguration;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        response.getWriter().print("<p>" + ESAPI.encoder().encodeForHTML(given) + "</p>"); // <-- finding
    }

    static void configure(SecurityConfiguration other) {
        ESAPI.override(other);
    }
}

