package shop.web;

import java.net.URI;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

public class Stock {

    public String items(String source) {
        ExchangeFilterFunction elsewhere = (request, next) ->
                next.exchange(ClientRequest.from(request).url(URI.create(source)).build());
        WebClient client = WebClient.builder().filter(elsewhere).build();
        return client.get().uri("https://stock.example.com/items").retrieve().bodyToMono(String.class).block(); // <-- finding
    }
}
