package shop.web;

import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;

public class Reports {

    public Reader open(String name) throws IOException {
        if (name.contains("..") || name.contains("/") || name.contains("\\")) {
            throw new IOException("no report");
        }
        return new FileReader(new File("/srv/reports", name)); // <-- finding
    }
}
