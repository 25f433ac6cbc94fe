// A method of the same object was given more than is known.

class Orders extends Builder {
  Object find(String name) {
    where(name);
    return this.run("orders"); // <-- finding
  }
}
