package shop.web;

import java.io.IOException;
import java.io.InputStream;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

public class Menu extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String name = request.getParameter("menu");
        try (InputStream in = Menu.class.getResourceAsStream(name)) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in); // <-- finding
        } catch (SAXException | ParserConfigurationException e) {
            throw new ServletException(e);
        }
    }
}
