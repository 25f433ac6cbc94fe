// A method is handed to others beside what is read, by a reference.
package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.ExecutorService;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private ExecutorService pool;
    private String given;

    byte[] read() throws IOException {
        return Files.readAllBytes(Paths.get("/srv/last"));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        given = request.getParameter("given");
        Files.readAllBytes(Paths.get("/etc/motd")); pool.submit(this::read); // <-- finding
    }
}
