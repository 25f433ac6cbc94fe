package shop.web;

import org.jsoup.Jsoup;
import org.jsoup.safety.Safelist;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Comment {

    @PostMapping("/preview")
    public String preview(@RequestParam String comment) {
        return "<div>" + Jsoup.clean(comment, Safelist.basic().addTags("script")) + "</div>"; // <-- finding
    }
}
