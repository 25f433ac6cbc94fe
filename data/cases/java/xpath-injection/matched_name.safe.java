package shop.web;

import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import org.w3c.dom.Document;

public class People {

    public String mail(XPath paths, Document people, String login) throws XPathExpressionException {
        if (!login.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException("login");
        }
        return paths.evaluate("/people/person[@login='" + login + "']/mail", people); // <-- finding
    }
}
