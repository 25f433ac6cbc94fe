// The request that is built of a constant address is given another one.
package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private HttpClient client;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create("https://shop.example/price")); // <-- finding
        asked.uri(URI.create(given));
        client.sendAsync(asked.build(), null);
    }
}
