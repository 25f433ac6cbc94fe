// What stands behind the last separator may be two dots, if nothing stands beside it.
package shop.web;

import java.io.File;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.io.*;

public class Notes {

    public String[] list(HttpServletRequest request) {
        String name = FilenameUtils.getName(request.getParameter("name"));
        return new File("/srv/notes", name + ".d").list(); // <-- finding
    }
}
