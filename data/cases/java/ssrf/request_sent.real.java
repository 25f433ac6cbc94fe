package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Payment {

    private final HttpClient client = HttpClient.newHttpClient();

    public int pay(String order) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://pay.example.com/charges"));
        request.uri(URI.create(order));
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode(); // <-- finding
    }
}
