package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Names extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("application/json");
        Layout.prepare(request.getLocale());
        response.getWriter().write("{\"name\": \"" + request.getParameter("name") + "\"}"); // <-- finding
    }
}
