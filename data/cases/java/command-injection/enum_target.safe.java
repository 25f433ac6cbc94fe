package shop.jobs;

import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Make {

    public enum Target { CLEAN, TEST, PACKAGE }

    @PostMapping("/make")
    public int make(@RequestParam Target target) throws IOException, InterruptedException {
        String line = "make " + target.name();
        return new ProcessBuilder("bash", "-c", line).start().waitFor(); // <-- finding
    }
}
