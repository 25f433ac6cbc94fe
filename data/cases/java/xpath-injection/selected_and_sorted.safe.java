package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.dom4j.Document;

// What is found is compared by another expression.
public class Desk extends HttpServlet {

    private Document orders;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        orders.selectNodes("//order", "@" + "day"); // <-- finding
    }
}
