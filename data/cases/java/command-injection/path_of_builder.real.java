package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        ProcessBuilder builder = new ProcessBuilder("ls");
        builder.environment().put("PATH", given);
        builder.start(); // <-- finding
    }
}
