// A client whose requests are begun by a method of the program.
package shop.web;

import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

public class Stock {
    private final RestTemplate shop = new RestTemplate(this::begin);
    private String mirror;

    public void use(String mirror) {
        this.mirror = mirror;
    }

    private ClientHttpRequest begin(URI address, HttpMethod how) throws IOException {
        return new SimpleClientHttpRequestFactory().createRequest(URI.create(mirror), how);
    }

    public String all() {
        return shop.getForObject("https://stock.example/all", String.class); // <-- finding
    }
}
