// A name with dots in it, that is not made of them alone, leads no further than into its folder.
import java.io.File;
import javax.servlet.http.HttpServletRequest;

class Notes {
    String[] list(HttpServletRequest request) {
        String name = request.getParameter("name");
        if (!name.matches("[a-z0-9_-]*\\.{1,2}(txt|md)?")) {
            throw new IllegalArgumentException("no name");
        }
        return new File("/srv/notes/" + name).list(); // <-- finding
    }
}
