package shop.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.UUID;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.Part;

public class Gallery extends HttpServlet {

    private static final Path GALLERY = Paths.get("/srv/gallery");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Part picture = request.getPart("picture");
        String name = UUID.randomUUID() + ".png";
        Files.copy(picture.getInputStream(), GALLERY.resolve(name)); // <-- finding
    }
}
