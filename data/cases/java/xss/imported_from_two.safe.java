// Of methods of two classes, the arguments decide which one is meant.
package shop.web;

import static shop.text.Plain.forMail;
import static org.owasp.encoder.Encode.forHtml;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        StringBuilder told = new StringBuilder(given);
        response.getWriter().print("<p>" + forHtml(told.toString()) + "</p>"); // <-- finding
    }
}

