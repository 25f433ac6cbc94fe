// What a library opens lies at a path to which a name that was given is added.
package shop.web;

import java.nio.file.Path;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

public class Desk {

    public Resource note(String given) {
        return new FileSystemResource(Path.of("/srv/shop/notes").resolve(given)); // <-- finding
    }

    public Resource today() {
        return note("today.txt");
    }
}
