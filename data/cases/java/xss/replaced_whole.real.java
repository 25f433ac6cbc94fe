package shop.web;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Title extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String title = request.getParameter("title");
        StringBuilder shown = new StringBuilder(title);
        shown.replace(1, shown.length(), "Catalogue");
        response.setContentType("text/html");
        response.getWriter().println("<h1>" + title + shown + "</h1>"); // <-- finding
    }
}
