package shop.web;

import java.io.InputStream;

public class Mails {

    public InputStream welcome(String name) {
        return Mails.class.getResourceAsStream("/mail/" + name); // <-- finding
    }
}
