// What is escaped for a page is run as a script, for the answer says that it is one.
package shop.web;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

@RestController
public class Widget {

    @GetMapping("/widget")
    public String widget(@RequestParam String name) {
        return "show(" + HtmlUtils.htmlEscape(name) + ")"; // <-- finding
    }
}
