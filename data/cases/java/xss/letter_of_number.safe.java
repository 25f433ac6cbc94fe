package shop.web;

import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

// A number is written as the letter that it stands for.
public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        PrintWriter out = response.getWriter();
        for (int at = 0; at < given.length(); at++) {
            out.print(given.codePointAt(at)); // <-- finding
        }
    }
}
