package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Names extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name = request.getParameter("name");
        if (name != null) {
            response.setContentType("application/json");
        } else {
            response.setStatus(404);
            return;
        }
        response.getWriter().write("{\"name\": \"" + name + "\"}"); // <-- finding
    }
}
