package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Stock {

    private final HttpClient client = HttpClient.newHttpClient();

    public int code(String source) throws IOException, InterruptedException {
        HttpRequest.Builder begun = HttpRequest.newBuilder(); // <-- finding
        begun.uri(URI.create(source));
        return client.send(begun.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
