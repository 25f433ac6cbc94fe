package shop.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        URI address = URI.create("https://stock.example/" + URLEncoder.encode(given, "UTF-8")); // <-- finding
    }
}
