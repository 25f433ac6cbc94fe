package shop.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
public class Jump {

    @GetMapping("/jump")
    public String jump(@RequestParam String to) {
        String page;
        switch (to) {
            case "orders":
                page = "/account/orders";
                break;
            default:
                page = to;
        }
        return "redirect:" + page; // <-- finding
    }
}
