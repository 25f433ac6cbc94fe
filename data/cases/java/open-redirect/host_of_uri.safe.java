package shop.web;

import java.io.IOException;
import java.net.URI;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Leave extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        URI next = URI.create(request.getParameter("next"));
        if (!"shop.example.com".equals(next.getHost())) {
            response.sendError(400);
            return;
        }
        response.sendRedirect(next.toString()); // <-- finding
    }
}
