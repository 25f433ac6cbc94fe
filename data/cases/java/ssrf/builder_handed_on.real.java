package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Stock {

    private final HttpClient client = HttpClient.newHttpClient();

    private static HttpRequest.Builder begun() {
        return HttpRequest.newBuilder(URI.create("https://stock.example.com/items")); // <-- finding
    }

    public int code(String source) throws IOException, InterruptedException {
        HttpRequest request = begun().uri(URI.create(source)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
