// The feature that is taken back is named by a constant.
package shop.web;

import java.io.InputStream;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.XMLReader;

public class Catalogue {
    private static final String TYPES = "http://apache.org/xml/features/disallow-doctype-decl";

    public void read(InputStream document) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setFeature(TYPES, true);
        XMLReader reader = factory.newSAXParser().getXMLReader(); // <-- finding
        reader.setFeature(TYPES, true);
        reader.parse(new InputSource(document));
    }
}
