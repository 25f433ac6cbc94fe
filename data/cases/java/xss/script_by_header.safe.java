package shop.web;

import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

// The header says what the page is.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        PrintWriter out = response.getWriter();
        response.setHeader("Content-Type", "text/html");
        out.print("<p>" + Encode.forHtml(given) + "</p>"); // <-- finding
    }
}
