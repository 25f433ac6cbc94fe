package shop.web;

import java.io.File;
import java.io.IOException;

public class Archive {

    private static void replace(ProcessBuilder one, String step) {
        one.command("sh", "-c", step);
    }

    public Process pack(String step) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("tar", "cf", "all.tar", "."); // <-- finding
        replace(builder, step);
        return builder.start();
    }
}
