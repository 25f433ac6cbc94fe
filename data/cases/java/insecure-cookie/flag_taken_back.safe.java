// A flag that is set may be taken away again.
package shop.web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Cookie cookie = new Cookie("shop", "a");
        cookie.setHttpOnly(true);
        cookie.setSecure(true); // <-- finding
        cookie.setMaxAge(60);
        response.addCookie(cookie);
    }
}

