package shop.web;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import javax.servlet.http.HttpServletRequest;

// A file that is named by an address made of parts.
class Shelf {
    boolean holds(HttpServletRequest request) throws IOException, URISyntaxException {
        String given = request.getParameter("name");
        String name = given.isEmpty() ? "none" : "all";
        URI place = new URI("file", null, "/srv/shelf/" + name, null, null);
        File file = new File(place); // <-- finding
        return file.isFile();
    }
}
