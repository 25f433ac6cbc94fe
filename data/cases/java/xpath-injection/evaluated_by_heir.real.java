// What a class in view evaluates is not what it was given.
package shop.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.xpath.XPath;

public class Desk extends HttpServlet {
    private XPath path;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String given = request.getParameter("given");
        path.evaluate("//order", given); // <-- finding
    }

    private abstract static class Narrow implements XPath {
        private XPath inner;
        private String only;

        public String evaluate(String text, Object item) throws Exception {
            return inner.evaluate(text + "[@name='" + only + "']", item);
        }
    }
}

