// The script that is run is written into the same folder by its name alone.
package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private static final String DIR = "/srv/shop";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Files.writeString(Path.of(DIR, "hook.sh"), request.getParameter("given"));
        Runtime.getRuntime().exec(DIR + "/hook.sh"); // <-- finding
    }
}
