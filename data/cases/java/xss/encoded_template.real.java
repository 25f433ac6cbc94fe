package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.esapi.ESAPI;

// What is given is the template: its marks show the other values, wherever it wants.
class Echo {
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String given = ESAPI.encoder().encodeForHTML(request.getParameter("given"));
        Object[] values = {"open", request.getParameter("other")};
        response.getWriter().format(given, values); // <-- finding
    }
}
