// An expression that another method reads stands beside.
package shop.web;

import javax.xml.xpath.XPathFactory;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Desk extends HttpServlet {
    private Documents documents;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        String shown = XPathFactory.newInstance().newXPath().evaluate("/a/b", documents.root())
            + documents.select("/a/b"); // <-- finding
    }
}
