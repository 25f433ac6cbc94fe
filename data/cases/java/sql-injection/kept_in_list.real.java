// Pieces of a statement are kept in a list, and put together where nobody looks.

import java.util.List;

class Orders {
  List<String> condition(String name) {
    return List.of("WHERE name = '", name, "'"); // <-- finding
  }
}
