// A method is handed to others beside what is fetched, by a reference.
package shop.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.concurrent.ExecutorService;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private ExecutorService pool;
    private String given;

    InputStream fetch() throws IOException {
        return new URL(given).openStream();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        given = request.getParameter("given");
        new URL("https://shop.example/").openStream(); pool.submit(this::fetch); // <-- finding
    }
}
