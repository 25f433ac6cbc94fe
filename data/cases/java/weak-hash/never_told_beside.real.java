// What is never asked for stands before a sum that anybody can forge.
package shop.web;

import java.security.MessageDigest;
import java.util.zip.CRC32;

public class Desk {
    private static final boolean PLAIN = false;

    Object seal(byte[] text) throws Exception {
        CRC32 sum = new CRC32();
        sum.update(text);
        return PLAIN ? Long.parseLong(new String(text)) : sum.getValue(); // <-- finding
    }
}
