package shop.web;

import java.io.File;
import java.io.IOException;

public class Archive {

    public Process pack(String step) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("tar", "cf", "all.tar", "."); // <-- finding
        builder.redirectOutput(new File("/var/log/archive.log"));
        return builder.start();
    }
}
