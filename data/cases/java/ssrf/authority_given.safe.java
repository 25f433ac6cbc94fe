package shop.web;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.net.URIAuthority;

public class Stock {

    private final CloseableHttpClient client;

    public Stock(CloseableHttpClient client) {
        this.client = client;
    }

    public int code(String source) throws IOException {
        HttpGet request = new HttpGet("https://stock.example.com/items"); // <-- finding
        request.setHeader("X-Source", source);
        return client.execute(request).getCode();
    }
}
