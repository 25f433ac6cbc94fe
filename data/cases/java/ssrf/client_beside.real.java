// An address that another method asks stands beside.
package shop.web;

import java.net.URL;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Client client;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String shown = new URL("https://shop.example/a").openStream() + client.grab(given); // <-- finding
    }
}
