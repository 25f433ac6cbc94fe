package shop.web;

import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

public class Export {

    public File write(String name) throws IOException {
        File file = File.createTempFile("orders", ".csv");
        try (Writer out = new FileWriter(file)) { // <-- finding
            out.write("id\n");
        }
        return file;
    }
}
