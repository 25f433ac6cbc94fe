package shop.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.StringTokenizer;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Legacy extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        StringTokenizer parts = new StringTokenizer(request.getParameter("page"), "/\\.");
        String last = "index";
        while (parts.hasMoreTokens()) {
            last = parts.nextToken();
        }
        response.setContentType("text/plain");
        Files.copy(Paths.get("/srv/legacy", last + ".txt"), response.getOutputStream()); // <-- finding
    }
}
