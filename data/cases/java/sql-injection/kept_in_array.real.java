// Pieces of a statement are kept in an array, and put together where nobody looks.

class Orders {
  String[] condition(String name) {
    return new String[] {"WHERE name = '", name, "'"}; // <-- finding
  }
}
