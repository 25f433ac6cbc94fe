package shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

public class Desk extends HttpServlet {

    private Document staff;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String given = request.getParameter("given");
        XPath paths = XPathFactory.newInstance().newXPath();
        try {
            String name = "ann";
            paths.evaluate("/staff/person[@id='" + name + "']", staff); // <-- finding
        } catch (XPathExpressionException failed) {
            throw new IOException(failed);
        }
    }
}
