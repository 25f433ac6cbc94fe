package shop.web;

import java.io.IOException;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        String shown = "none";
        for (Cookie one : request.getCookies()) {
            if (one.getName().equals("mood")) {
                shown = "set";
            }
        }
        response.getWriter().print(shown); // <-- finding
    }
}
