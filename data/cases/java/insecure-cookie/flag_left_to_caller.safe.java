// Whoever asks for the cookie takes its flag away again.
package shop.web;

import java.io.IOException;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    private Cookie basket(String number) {
        Cookie basket = new Cookie("basket", number);
        basket.setHttpOnly(true);
        basket.setSecure(true); // <-- finding
        return basket;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Cookie sent = basket(request.getSession().getId());
        sent.setPath("/basket");
        response.addCookie(sent);
    }
}
