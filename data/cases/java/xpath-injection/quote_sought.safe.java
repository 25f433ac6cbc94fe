package shop.web;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

public class Vendors extends HttpServlet {

    private transient Document catalogue;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String vendor = request.getParameter("vendor");
        if (vendor == null || vendor.indexOf('\'') >= 0) {
            response.sendError(400);
            return;
        }
        try {
            String found = XPathFactory.newInstance().newXPath()
                    .evaluate("//item[@vendor='" + vendor + "']", catalogue); // <-- finding
            response.setContentLength(found.length());
        } catch (XPathExpressionException e) {
            throw new ServletException(e);
        }
    }
}
