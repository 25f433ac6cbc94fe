// The folder in which the program lies is in a variable, whatever its name looks like.
package shop.web;

import java.io.File;
import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

public class Desk {
    private static File WORK = new File("/srv/shop");

    public void choose(HttpServletRequest request) {
        WORK = new File(request.getParameter("given"));
    }

    public void sort() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("./sort"); // <-- finding
        builder.directory(WORK);
        builder.start();
    }
}
