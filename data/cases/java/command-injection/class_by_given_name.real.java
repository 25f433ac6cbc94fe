// Beside the command a class is loaded by a name that is given, and does its work as it is loaded.
package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

public class Plugins {
    private static String owner;

    static class Leaving {
        static {
            try {
                Runtime.getRuntime().exec("leave " + owner);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void start(HttpServletRequest request, String kind) throws Exception {
        owner = request.getParameter("owner");
        Runtime.getRuntime().exec("uptime"); Class.forName(kind); // <-- finding
    }
}
