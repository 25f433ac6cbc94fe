package shop.web;

import java.io.File;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// The program sets where it was started.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        request.setAttribute("user.dir", "/srv/" + given);
        File folder = new File(System.getProperty("user.dir"));
        Runtime.getRuntime().exec("ls", null, folder); // <-- finding
    }
}
