// What is given is resolved against a constant address, and may be a whole one itself.
package shop.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

public class Stock {

    public InputStream part(String given) throws IOException {
        URI part = URI.create("https://stock.example/parts/").resolve(given); // <-- finding
        return part.toURL().openStream();
    }
}
