// Beside the constant, a library puts a value into the session.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.web.util.WebUtils;

public class Desk extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        String given = request.getParameter("given");
        request.getSession().setAttribute("seen", "yes"); WebUtils.setSessionAttribute(request, "role", "guest"); // <-- finding
    }
}
