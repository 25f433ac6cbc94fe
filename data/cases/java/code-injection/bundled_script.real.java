package shop.web;

import groovy.lang.GroovyShell;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Stats extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String script = request.getParameter("script");
        try (InputStreamReader reader = new InputStreamReader(Stats.class.getResourceAsStream(script), StandardCharsets.UTF_8)) {
            new GroovyShell().evaluate(reader); // <-- finding
        }
    }
}
