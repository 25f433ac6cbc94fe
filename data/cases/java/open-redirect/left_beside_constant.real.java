// Where to go is a constant, and code elsewhere has been told to send the browser away.
package shop.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import shop.exits.Exits;

@Controller
class Leaving {
    private final Exits exits = new Exits();

    @GetMapping("/leave")
    String leave(@RequestParam String next) {
        return exits.send(next) ? "left" : "home"; // <-- finding
    }
}
