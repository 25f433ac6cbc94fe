// A method of the program has the name of the client's, and gives the request another host.
package shop.web;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.net.URIAuthority;

public class Stock {
    private final CloseableHttpClient client;
    private final String host;

    public Stock(CloseableHttpClient client, String host) {
        this.client = client;
        this.host = host;
    }

    private Object execute(HttpGet asked) throws IOException {
        asked.setAuthority(new URIAuthority(host));
        return client.execute(asked);
    }

    public Object all() throws IOException {
        HttpGet asked = new HttpGet("https://stock.example/all"); // <-- finding
        return execute(asked);
    }
}
