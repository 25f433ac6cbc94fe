package shop.jobs;

import java.io.IOException;

class Runner {

    private final String line;

    Runner(String line) {
        this.line = line;
    }

    void exec(String name) throws IOException {
        new ProcessBuilder("sh", "-c", this.line).start();
    }

    static void show(String wanted) throws IOException {
        new Runner("uptime").exec("show"); // <-- finding
    }
}
