// Where the generator is not taken, the clock is.
package shop.web;

import java.security.SecureRandom;

public class Desk {
    private final SecureRandom random = new SecureRandom();

    long token(boolean strong) {
        return strong ? random.nextLong() : random.nextInt(); // <-- finding
    }
}
