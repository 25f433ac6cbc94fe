package shop.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

public class Pictures {

    public InputStream open(String address) throws IOException {
        if (!address.startsWith("https://img.example.com")) {
            throw new IOException("host");
        }
        return new URL(address).openStream(); // <-- finding
    }
}
