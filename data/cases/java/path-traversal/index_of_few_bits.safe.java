package shop.web;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

public class Manuals {

    public InputStream open(String name) throws IOException {
        if (name.indexOf("..") < 0) {
            return new FileInputStream("/srv/manuals/" + name); // <-- finding
        }
        throw new IOException(name);
    }
}
