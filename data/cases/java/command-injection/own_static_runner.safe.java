package shop.jobs;

import java.io.IOException;

class Runner {

    private static final String LINE = "uptime";

    static void exec(String name) throws IOException {
        new ProcessBuilder("sh", "-c", LINE).start();
    }

    static void show() throws IOException {
        Runner.exec("show"); // <-- finding
    }
}
