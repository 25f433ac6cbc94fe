// A client that is given how to connect, behind a remark.
package shop.web;

import java.net.URI;
import javax.servlet.http.HttpServletRequest;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

public class Desk {
    public void ask(HttpServletRequest request) {
        String given = request.getParameter("given");
        RestTemplate shop = new RestTemplate(
            // it connects; "how" is a method
            new SimpleClientHttpRequestFactory());
        shop.getForObject("https://stock.example/all", String.class); // <-- finding
    }
}
