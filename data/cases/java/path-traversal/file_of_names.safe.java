// A library puts the names together that it is given.
package shop.web;

import java.io.File;
import org.apache.commons.io.FileUtils;

public class Desk {

    public File note(String given) {
        return FileUtils.getFile("/srv/shop", "notes", "today.txt"); // <-- finding
    }
}
