package shop.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.HtmlUtils;

@Controller
public class Fragment {

    @GetMapping(value = "/fragment", produces = "text/html;charset=UTF-8")
    @ResponseBody
    public String title(@RequestParam String title) {
        return "<script>show('" + HtmlUtils.htmlEscape(title) + "')</script>"; // <-- finding
    }
}
