// Beside the query an event is published for which a method of this file waits.
package shop.orders;

import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class LeavingController {
    private final Statement carts;
    private final ApplicationEventPublisher events;
    private String owner;

    LeavingController(Statement carts, ApplicationEventPublisher events) {
        this.carts = carts;
        this.events = events;
    }

    @PostMapping("/leave")
    void leave(@RequestParam String given) throws SQLException {
        owner = given;
        carts.executeUpdate("DELETE FROM visits"); events.publishEvent("left"); // <-- finding
    }

    @EventListener
    public void left(String happened) throws SQLException {
        carts.executeUpdate("DELETE FROM carts WHERE owner = 'gone'");
    }
}
