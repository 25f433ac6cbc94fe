package shop.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

// The flag is an attribute that can be taken away.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Cookie cookie = new Cookie("shop", given);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        cookie.setAttribute("HttpOnly", null);
        response.addCookie(cookie); // <-- finding
    }
}
