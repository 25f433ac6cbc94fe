package shop.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Continue extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/html");
        String state = request.getParameter("state");
        String packed = Base64.getUrlEncoder().encodeToString(state.getBytes(StandardCharsets.UTF_8));
        response.getWriter().println("<input type=\"hidden\" name=\"state\" value=\"" + state + "\">"); // <-- finding
    }
}
