package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;

public class Letters {

    private final Path folder = Paths.get("/srv/office/letters");

    public byte[] read(String name) throws IOException {
        Path letter = folder.resolve(name).normalize();
        if (!letter.startsWith(folder)) {
            throw new NoSuchFileException(name);
        }
        return Files.readAllBytes(letter); // <-- finding
    }
}
