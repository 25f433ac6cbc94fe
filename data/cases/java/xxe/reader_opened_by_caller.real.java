// Whoever asks for the reader has it read document types again.
package shop.web;

import java.io.InputStream;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.XMLReader;

public class Catalogue {

    private XMLReader reader() throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newSAXParser().getXMLReader(); // <-- finding
    }

    public void read(InputStream document) throws Exception {
        XMLReader reader = reader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", false);
        reader.parse(new InputSource(document));
    }
}
