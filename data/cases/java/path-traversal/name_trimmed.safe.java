// What matched is not made of dots alone, until the blanks are cut off.
import java.io.File;
import javax.servlet.http.HttpServletRequest;

class Notes {
    String[] list(HttpServletRequest request) {
        String name = request.getParameter("name");
        if (!name.matches("[a-z]+\\.{1,2}")) {
            throw new IllegalArgumentException("no name");
        }
        return new File("/srv/notes/" + name.trim()).list(); // <-- finding
    }
}
