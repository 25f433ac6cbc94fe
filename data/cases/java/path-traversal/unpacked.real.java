package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

public class Unpack {

    private static final Path TARGET = Paths.get("/srv/import");

    public void unpack(ZipInputStream zip) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        while (entry != null) {
            Path out = TARGET.resolve(entry.getName()).normalize();
            if (out.startsWith("..")) {
                throw new IOException("an entry leads out");
            }
            Files.copy(zip, out); // <-- finding
            entry = zip.getNextEntry();
        }
    }
}
