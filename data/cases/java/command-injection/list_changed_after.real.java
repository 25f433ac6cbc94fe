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
        List<String> words = new ArrayList<>();
        words.add("date");
        ProcessBuilder builder = new ProcessBuilder(words);
        words.set(0, given);
        builder.start(); // <-- finding
    }
}
