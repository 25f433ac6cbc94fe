package shop.web;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Echo {

    @GetMapping(value = "/echo", produces = "text/plain")
    public String echo(@RequestParam String words) {
        return "You said: " + words; // <-- finding
    }
}
