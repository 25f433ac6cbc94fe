// What opens the connection may go by another host.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        RestTemplate shop = new RestTemplate(others(given));
        shop.getForObject("https://stock.example/all", String.class); // <-- finding
    }

    private static SimpleClientHttpRequestFactory others(String given) {
        SimpleClientHttpRequestFactory made = new SimpleClientHttpRequestFactory();
        made.setBufferRequestBody(true);
        return made;
    }
}

