// An address whose host was found to be constant, as a part of a text.
package shop.web;

import java.net.URI;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;

@Controller
public class Returns {

    @GetMapping("/sso/return")
    public String back(@RequestParam String target) {
        URI uri = URI.create(target);
        if ("https".equals(uri.getScheme()) && "www.example.com".equals(uri.getHost())) {
            return "redirect:" + uri; // <-- finding
        }
        return "redirect:/";
    }
}
