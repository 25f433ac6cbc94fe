// A name that was given is put behind a constant folder at once.
package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Desk {

    @GetMapping("/notes")
    public byte[] note(@RequestParam String given) throws IOException {
        Path note = Paths.get("/srv/shop/notes").resolve("today.txt"); // <-- finding
        return Files.readAllBytes(note);
    }
}
