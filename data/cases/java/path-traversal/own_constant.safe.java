package shop.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Locale;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Imprint extends HttpServlet {

    private enum Language {
        GERMAN, ENGLISH;

        static Language of(String name) {
            try {
                return valueOf(name);
            } catch (IllegalArgumentException | NullPointerException unknown) {
                return ENGLISH;
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String given = request.getParameter("language");
        String language = Language.of(given).toString().toLowerCase(Locale.ROOT);
        response.setContentType("text/plain");
        Files.copy(Paths.get("/srv/imprint/" + language + ".txt"), response.getOutputStream()); // <-- finding
    }
}
