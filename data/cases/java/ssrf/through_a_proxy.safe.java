package shop.web;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// A proxy is asked rather than the host.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        URL shop = new URL("http://shop.example/orders");
        Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(given, 80));
        shop.openConnection(); // <-- finding
    }
}
