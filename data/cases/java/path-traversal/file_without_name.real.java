// A file is what the class makes of it.
package shop.web;

import java.io.File;
import java.io.FileInputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        File file = new File("/srv/orders") // <-- finding
        {
            @Override
            public String getPath() {
                return "/srv/" + given;
            }
        };
        new FileInputStream(file).close();
    }
}

