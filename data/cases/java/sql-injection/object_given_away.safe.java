// An object of a class in view holds what it was made of, and whoever gets it can read it.

class Orders {
  static class Filter {
    final String text;

    Filter(String text) {
      this.text = text;
    }
  }

  Object find(Store store, String name) {
    return store.choose("paid", "orders"); // <-- finding
  }
}
