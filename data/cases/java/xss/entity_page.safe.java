package shop.web;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

@RestController
public class Missing {

    @GetMapping("/missing")
    public ResponseEntity<String> missing(@RequestParam String page) {
        return ResponseEntity.status(404)
                .contentType(MediaType.TEXT_HTML)
                .body("<p>No page " + HtmlUtils.htmlEscape(page) + "</p>"); // <-- finding
    }
}
