// Algorithms of whoever is handed in come before those of a known library.
package shop.web;

import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

public class Seal {
    public static void prepare(Provider other) {
        Security.addProvider(new BouncyCastleProvider());
        Security.insertProviderAt(new BouncyCastleProvider(), 1);
    }

    public byte[] seal(byte[] given) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(given); // <-- finding
    }
}
