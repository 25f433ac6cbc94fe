// Objects are written as JSON, and a converter calls that what another class says.
package shop.web;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import shop.Kinds;

@RestController
class Greetings {
    @GetMapping("/greet")
    List<String> greet(@RequestParam String name) {
        return List.of(name); // <-- finding
    }

    @Bean
    static MappingJackson2HttpMessageConverter converter() {
        var made = new MappingJackson2HttpMessageConverter();
        made.setPrettyPrint(Kinds.PRETTY);
        return made;
    }
}
