package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

public class Pages {

    public String show(String name) throws IOException {
        Path page = Paths.get(name).toAbsolutePath().normalize();
        if (!page.startsWith("/srv/pages")) {
            throw new IOException("no page");
        }
        return Files.readString(page); // <-- finding
    }
}
