// What is annotated so comes from whoever asks, also where a lambda uses it.
package shop.web;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Desk {
    private Orders orders;
    private JdbcTemplate db;

    @GetMapping("/orders/{state}")
    public void clean(@PathVariable("state") String state) {
        db.query("SELECT id FROM carts", row -> orders.clean("state = 'gone'")); // <-- finding
    }
}
