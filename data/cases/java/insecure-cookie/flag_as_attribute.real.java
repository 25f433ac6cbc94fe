package shop.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;

public class Login {

    private static void relax(Cookie cookie) {
        cookie.setAttribute("Secure", null);
    }

    public void remember(HttpServletResponse response, String token) {
        Cookie cookie = new Cookie("token", token);
        cookie.setSecure(true); // <-- finding
        relax(cookie);
        response.addCookie(cookie);
    }
}
