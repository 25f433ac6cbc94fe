// The script that is run is what was written to its file.
package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Path hook = Paths.get("/srv/shop/hook.sh");
        Files.writeString(hook, request.getParameter("given"));
        Runtime.getRuntime().exec("sh /srv/shop/hook.sh"); // <-- finding
    }
}
