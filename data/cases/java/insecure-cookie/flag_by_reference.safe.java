// The flag is set, and taken away again by a reference to the method.
package shop.web;

import java.util.stream.Stream;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = new Cookie("cart", "1");
        cookie.setHttpOnly(true);
        cookie.setSecure(true); // <-- finding
        Stream.of("/cart").forEach(cookie::setPath);
        response.addCookie(cookie);
    }
}
