package shop.web;

import java.net.URI;
import org.springframework.web.reactive.function.client.WebClient;

public class Stock {

    public String items(String source) {
        WebClient client = WebClient.builder().defaultHeader("X-Source", source).build();
        return client.get().uri("https://stock.example.com/items").retrieve().bodyToMono(String.class).block(); // <-- finding
    }
}
