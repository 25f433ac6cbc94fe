package shop.web;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
public class Moved {

    @GetMapping("/moved")
    public ResponseEntity<Void> moved(@RequestParam String to) {
        return ResponseEntity.status(302).header("Location", to).build(); // <-- finding
    }
}
