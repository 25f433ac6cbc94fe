package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    private static String[] words(String name) {
        String[] made = new String[2];
        made[0] = "id";
        made[1] = "-u";
        return made;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        Runtime.getRuntime().exec(words(given)); // <-- finding
    }
}
