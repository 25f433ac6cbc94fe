package shop.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

public class Archive {

    public Process pack(String step) throws IOException {
        List<String> words = new ArrayList<>();
        words.add("sh");
        words.add("-c");
        words.add("tar cf all.tar .");
        ProcessBuilder builder = new ProcessBuilder(words); // <-- finding
        return builder.start();
    }
}
