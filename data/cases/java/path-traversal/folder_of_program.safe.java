// Where a path begins that has no folder may be set.
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
        System.getProperty("user.dir", given);
        new FileInputStream(new File("orders").getAbsoluteFile()).close(); // <-- finding
    }
}

