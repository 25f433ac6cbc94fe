// What is uploaded is kept, by any name, where the program lies that is run.
package shop.web;

import java.io.File;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
public class Desk {
    private static final String FILES = "/srv/shop/files";

    @PostMapping("/files")
    public void keep(@RequestParam MultipartFile given) throws IOException {
        given.transferTo(new File(FILES, given.getOriginalFilename()));
    }

    @PostMapping("/orders")
    public void sort() throws IOException {
        Runtime.getRuntime().exec("/srv/shop/tools/sort"); // <-- finding
    }
}
