// Of two cookies that are begun in one statement, only one is built here.
package shop.web;

import java.util.List;
import org.springframework.http.*;

public class Remember {

    public List<Object> of(String token, String theme) {
        return List.of(ResponseCookie.from("remember", token), ResponseCookie.from("theme", theme).secure(true).httpOnly(true).build()); // <-- finding
    }
}
