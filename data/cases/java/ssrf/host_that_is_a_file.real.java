package shop.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

public class Pictures {

    public InputStream open(String address) throws IOException {
        URL url = new URL(address);
        if (!"localhost".equals(url.getHost())) {
            throw new IOException("host");
        }
        return url.openStream(); // <-- finding
    }
}
