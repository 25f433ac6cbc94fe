// Whoever wraps the answer may send it elsewhere.
package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        HttpServletResponse answer = new HttpServletResponseWrapper(response);

        answer.sendRedirect("/home"); // <-- finding
    }
}

