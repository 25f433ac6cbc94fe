package shop.web;

import java.io.InputStream;
import java.util.Map;
import org.yaml.snakeyaml.*;
import org.yaml.snakeyaml.constructor.*;

public class Settings {

    public Map<String, Object> read(InputStream source) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return yaml.load(source); // <-- finding
    }
}
