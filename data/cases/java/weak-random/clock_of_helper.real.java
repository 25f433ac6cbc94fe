package shop.web;

import java.security.SecureRandom;

public class Tokens {

    private final SecureRandom random = new SecureRandom();

    private static long quick() {
        return System.nanoTime();
    }

    public String token(boolean fast) {
        long number = fast ? quick() : random.nextLong(); // <-- finding
        return Long.toHexString(number);
    }
}
