// Pieces of a statement are kept in a map, and put together where nobody looks.

import java.util.HashMap;
import java.util.Map;

class Orders {
  Map<String, String> condition(String name) {
    Map<String, String> parts = new HashMap<>();
    parts.put("where", name); // <-- finding
    return parts;
  }
}
