package shop.web;

import java.io.IOException;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Continue extends HttpServlet {

    private static final Pattern LOCAL = Pattern.compile("(?:/[A-Za-z0-9_-]*)+");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String next = request.getParameter("next");
        if (next == null || !LOCAL.matcher(next).matches()) {
            next = "/home";
        }
        response.sendRedirect(next); // <-- finding
    }
}
