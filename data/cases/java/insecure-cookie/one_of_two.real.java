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
        Cookie first = new Cookie("a", "1");
        Cookie second = new Cookie("b", "2");
        first.setSecure(true);
        first.setHttpOnly(true);
        second.setHttpOnly(true);
        Cookie sent = given == null ? first : second;
        response.addCookie(sent); // <-- finding
    }
}
