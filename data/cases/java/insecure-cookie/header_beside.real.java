// Beside the cookie with both flags, a header sets another.
package shop.web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = new Cookie("cart", "1");
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        response.addCookie(cookie); response.addHeader("Set-Cookie", "sid=1"); // <-- finding
    }
}
