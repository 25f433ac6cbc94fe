// The script that is run is copied to its file by a library's method.
package shop.web;

import java.io.File;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.util.FileCopyUtils;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] given = request.getParameter("given").getBytes();
        FileCopyUtils.copy(given, new File("/srv/shop/last.txt"));
        Runtime.getRuntime().exec("/srv/shop/hook.sh"); // <-- finding
    }
}
