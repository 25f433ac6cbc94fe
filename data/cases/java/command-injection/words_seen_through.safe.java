package shop.web;

import java.io.IOException;
import java.util.Arrays;

public class Archive {

    public Process pack(String step) throws IOException {
        String[] words = {"sh", "-c", "tar cf all.tar ."};
        String[] others = {"sh", "-c", ""};
        ProcessBuilder builder = new ProcessBuilder(Arrays.asList(words)); // <-- finding
        others[2] = step;
        return builder.start();
    }
}
