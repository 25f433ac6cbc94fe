package shop.web;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        Map<String, String> files = new HashMap<>();
        files.put("en", "/srv/en.txt");
        files.put("de", "/srv/de.txt");
        String name = files.get(given);
        if (name == null) {
            name = given;
        }
        new FileInputStream(name).close(); // <-- finding
    }
}
