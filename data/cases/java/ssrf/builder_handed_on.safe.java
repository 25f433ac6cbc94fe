package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Stock {

    private final HttpClient client = HttpClient.newHttpClient();

    public int code(String source) throws IOException, InterruptedException {
        HttpRequest.Builder begun = HttpRequest.newBuilder(URI.create("https://stock.example.com/items")); // <-- finding
        HttpRequest request = begun.header("X-Source", source).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
