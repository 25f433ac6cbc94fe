// Whoever calls has begun a script, in which a tag is no tag.
package shop.web;

import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        PrintWriter out = response.getWriter();
        out.println("<script src='a.js'></script>");
        row(out, request.getParameter("given"));
        out.println("`);</script>");
    }

    private void row(PrintWriter out, String given) {
        out.println("<td>" + Encode.forHtml(given) + "</td>"); // <-- finding
    }
}
