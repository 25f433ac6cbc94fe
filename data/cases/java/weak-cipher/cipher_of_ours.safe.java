// A provider that is handed on says what a name stands for.
package shop.web;

import java.security.Provider;
import javax.crypto.Cipher;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static class Old extends Shelf {
        Old() {
            super("Old", 1.0, "");
            put("Cipher.AES/GCM/NoPadding", "shop.web.Shift");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding"); // <-- finding
    }
}

