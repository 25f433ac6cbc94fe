package shop.web;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        Map<String, String[]> all = request.getParameterMap();
        String[] values = all.get("x");
        String shown = "none";
        if (values != null) {
            shown = values[0];
        }
        response.getWriter().print(shown); // <-- finding
    }
}
