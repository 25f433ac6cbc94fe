// An attribute whose name stands elsewhere may be the flag.
package shop.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static final String LEFT_OUT = "Secure";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = new Cookie("basket", request.getSession().getId());
        cookie.setHttpOnly(true);
        cookie.setSecure(true); // <-- finding
        cookie.setAttribute("Priority", "High");
        request.setAttribute(LEFT_OUT, cookie);
        response.addCookie(cookie);
    }
}
