package shop.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
public class Moved {

    @GetMapping("/moved")
    public String moved(@RequestParam String to) {
        return "redirect:/moved/" + Long.parseLong(to); // <-- finding
    }
}
