// A lambda uses what a user gave, beside a constant address.
package shop.web;

import java.net.URL;
import javax.servlet.http.HttpServletRequest;
import shop.net.Pages;

public class Desk {
    private Pages pages;

    public void show(HttpServletRequest request) throws Exception {
        String given = request.getParameter("given");
        pages.each(new URL("https://shop.example/a"), page -> pages.grab(page, given)); // <-- finding
    }
}
