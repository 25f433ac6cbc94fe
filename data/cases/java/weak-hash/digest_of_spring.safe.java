// Which of two digests is taken is decided by a setting: one of them is weak by its name.
package shop.web;

import org.apache.commons.codec.digest.DigestUtils;

public class Desk {
    String digest(String given, boolean strong) {
        return strong ? DigestUtils.sha256Hex(given) : DigestUtils.sha512Hex(given); // <-- finding
    }
}
