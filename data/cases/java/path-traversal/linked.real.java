package shop.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// What is marked reads two paths; nobody knows of the second.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        Path found = Paths.get("/srv/archive/" + given);
        Files.mismatch(Paths.get("/srv/archive/all"), found); // <-- finding
    }
}
