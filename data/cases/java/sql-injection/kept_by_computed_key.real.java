// Pieces of a statement are kept under a key that is worked out.

import java.util.HashMap;
import java.util.Map;

class Orders {
  Map<String, String> condition(String name) {
    Map<String, String> parts = new HashMap<>();
    parts.put(String.valueOf("where"), name); // <-- finding
    return parts;
  }
}
