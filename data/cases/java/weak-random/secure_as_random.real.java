package shop.web;

import java.util.Random;

public class Codes {

    private final Random random = new Random();

    public String next() {
        StringBuilder code = new StringBuilder(8);
        for (int i = 0; i < 8; i++) {
            code.append((char) ('0' + random.nextInt(10))); // <-- finding
        }
        return code.toString();
    }
}
