package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpression;

// A compiled expression is evaluated on nothing.
public class Desk extends HttpServlet {

    private XPath path;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        XPathExpression found = path.compile("//order[@name='" + given + "']");
        found.evaluate(null); // <-- finding
    }
}
