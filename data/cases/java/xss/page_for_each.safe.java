// A method that is handed on writes to the page, too.
package shop.web;

import java.io.PrintWriter;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        PrintWriter out = response.getWriter();
        List.of("<script>", "var shop = ").forEach(System.err::print);
        out.print("<p>" + Encode.forHtml(given) + "</p>"); // <-- finding
    }
}

