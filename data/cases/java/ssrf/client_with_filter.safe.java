// A client that hands what it asks to another one.
package shop.web;

import org.springframework.web.reactive.function.client.WebClient;

public class Stock {
    private final WebClient others = WebClient.create();
    private final WebClient shop = made();
    private String mirror;

    public void use(String mirror) {
        this.mirror = mirror;
    }

    private WebClient made() {
        return WebClient.builder().build();
    }

    public String all() {
        return shop.get().uri("https://stock.example/all").retrieve().bodyToMono(String.class).block(); // <-- finding
    }
}
