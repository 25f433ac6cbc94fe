package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Stock {

    private final HttpClient client = HttpClient.newHttpClient();

    public int code(String source) throws IOException, InterruptedException {
        HttpRequest begun = HttpRequest.newBuilder() // <-- finding
                .uri(URI.create("https://stock.example.com/items"))
                .build();
        return client.send(begun, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
