package shop.web;

import java.security.SecureRandom;

// A generator that is made of a seed gives what the seed says.
class Tokens {
    String next(String given) {
        SecureRandom random = new SecureRandom(given.getBytes());
        return Long.toHexString(random.nextLong()); // <-- finding
    }
}
