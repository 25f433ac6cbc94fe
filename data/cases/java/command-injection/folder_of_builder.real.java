package shop.web;

import java.io.File;
import java.io.IOException;

public class Build {

    public Process build(String folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("make"); // <-- finding
        builder.directory(new File(folder));
        return builder.start();
    }
}
