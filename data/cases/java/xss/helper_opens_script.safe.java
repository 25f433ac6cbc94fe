package shop.web;

import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;

public class Desk extends HttpServlet {

    private static void head(PrintWriter page) {
        page.println("<p>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        response.setContentType("text/html");
        PrintWriter out = response.getWriter();
        head(out);
        out.println(Encode.forHtml(given)); // <-- finding
    }
}
