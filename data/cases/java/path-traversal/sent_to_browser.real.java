package shop.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Manuals extends HttpServlet {

    private static final Path FOLDER = Paths.get("/srv/manuals").toAbsolutePath().normalize();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Path manual = FOLDER.resolve(request.getParameter("name")).normalize();
        if (!Files.exists(manual)) {
            response.sendError(404);
            return;
        }
        Files.copy(manual, response.getOutputStream()); // <-- finding
    }
}
