// An inherited class hides the one that is imported.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet implements Texts {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        response.getWriter().print("<p>" + Encode.forHtml(given) + "</p>"); // <-- finding
    }
}

interface Texts {
    class Encode {
        static String forHtml(String text) {
            return text.trim();
        }
    }
}
