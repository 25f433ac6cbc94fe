// What is looked for below the folder is given beside it.
package shop.web;

import java.net.URL;
import shop.data.Pages;

public class Desk {
    private final Pages pages;

    public Desk(Pages pages) {
        this.pages = pages;
    }

    public URL page(String given) {
        return pages.getResource("/pages/start.html"); // <-- finding
    }
}
