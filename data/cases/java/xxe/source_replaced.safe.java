package shop.web;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

public class Menu {

    public Document read(String xml) throws Exception {
        InputSource source = new InputSource(Menu.class.getResourceAsStream("/menu.xml"));
        System.out.println(xml);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source); // <-- finding
    }
}
