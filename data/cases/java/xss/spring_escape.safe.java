package shop.web;

import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.web.util.HtmlUtils;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        response.setContentType("text/html");
        PrintWriter out = response.getWriter();
        out.print("<b title=\"" + HtmlUtils.htmlEscape(given) + "\">x</b>"); // <-- finding
    }
}
