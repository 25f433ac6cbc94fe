package shop.web;

import java.net.URL;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// A property of the system names the proxy.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        URL shop = new URL("http://shop.example/orders");
        request.setAttribute("http.proxyHost", given);
        shop.openStream(); // <-- finding
    }
}
