// Whoever writes the page leaves it inside of a script.
package shop.web;

import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet {

    private void row(PrintWriter page, String given) {
        page.println("<li>" + Encode.forHtml(given) + "</li>"); // <-- finding
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        PrintWriter page = response.getWriter();
        page.println("<Script>show(`");
        row(page, request.getParameter("given"));
        page.println("`)</Script>");
    }
}
