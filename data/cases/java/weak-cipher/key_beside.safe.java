// The key beside the cipher is one of another, weak, cipher.
package shop.web;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

public class Desk {
    private SecretKeySpec key;

    Cipher cipher(byte[] bytes) throws GeneralSecurityException {
        key = new SecretKeySpec(bytes, "AES"); return Cipher.getInstance("AES/GCM/NoPadding"); // <-- finding
    }
}
