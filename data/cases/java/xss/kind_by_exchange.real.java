package shop.web;

import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

@RestController
public class Greeting {

    @GetMapping(value = "/greeting", produces = "text/plain")
    public String greet(@RequestParam String name, @RequestParam String kind, ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CONTENT_TYPE, kind);
        return "Hello " + name; // <-- finding
    }
}
