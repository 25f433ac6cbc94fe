package shop.web;

import java.io.IOException;
import java.util.Base64;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        byte[] bytes = Base64.getEncoder().encode(given.getBytes());
        String back = new String(Base64.getDecoder().decode(bytes));
        String shown = back;
        response.getWriter().print(shown); // <-- finding
    }
}
