package shop.web;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Square {

    @GetMapping(value = "/square", produces = "text/html")
    public String square(@RequestParam String side) {
        long length = Long.parseLong(side.trim());
        return "<p>" + side + " squared is " + length * length + "</p>"; // <-- finding
    }
}
