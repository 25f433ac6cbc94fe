// A method may write to a page that is kept in a field.
package shop.web;

import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet {
    private PrintWriter page;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        page = response.getWriter();
        log("a page");
        page.print("<p>" + Encode.forHtml(given) + "</p>"); // <-- finding
    }

    protected void head() {
        page.print("<script>var shop = 1;");
    }
}

