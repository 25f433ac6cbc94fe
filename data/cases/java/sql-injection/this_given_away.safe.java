// An object that gives itself away gives its fields away.

class Orders {
  private final String condition;

  Orders(String condition) {
    this.condition = condition;
  }

  Object find(Store store) {
    return store.choose("orders", "paid"); // <-- finding
  }
}
