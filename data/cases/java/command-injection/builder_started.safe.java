package shop.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        ProcessBuilder builder = new ProcessBuilder();
        List<String> words = new ArrayList<>();
        words.add("sh");
        words.add("-c");
        words.add("ls /srv");
        builder.command(words);
        builder.redirectErrorStream(true);
        builder.start(); // <-- finding
    }
}
