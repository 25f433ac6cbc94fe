// A pattern gives the builder another name.
package shop.web;

import java.io.IOException;

public class Desk {

    public void run(String given) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("uptime"); // <-- finding
        if (given instanceof String same) {
            builder.redirectErrorStream(same.isEmpty());
        }
        builder.start();
    }
}
