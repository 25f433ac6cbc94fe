package shop.web;

import java.net.URI;
import java.util.function.Function;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriBuilder;

public class Stock {

    private final RestClient client;

    public Stock(RestClient client) {
        this.client = client;
    }

    public String items(String source) {
        Function<UriBuilder, URI> address = builder -> builder.host(source).build();
        return client.get().uri("https://stock.example.com/items", address).retrieve().body(String.class); // <-- finding
    }
}
