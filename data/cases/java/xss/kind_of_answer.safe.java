package shop.web;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Export {

    @GetMapping(value = "/export", produces = "text/csv")
    public String export(@RequestParam String title) {
        return "# " + title; // <-- finding
    }
}
