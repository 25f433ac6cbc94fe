// What is written is what the class makes of it.
package shop.web;

import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        PrintWriter out = new PrintWriter(response.getWriter());

        out.println("<p>open</p>"); // <-- finding
    }
}

