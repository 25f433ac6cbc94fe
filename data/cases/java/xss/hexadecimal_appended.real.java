package shop.web;

import java.io.IOException;
import java.util.HexFormat;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Greeting extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name = request.getParameter("name");
        response.getWriter().write("<p>" + HexFormat.of().formatHex(new StringBuilder(name), new byte[] {1}) + "</p>"); // <-- finding
    }
}
