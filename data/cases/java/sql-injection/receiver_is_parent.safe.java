// A method of the same object, by way of its class, was given more than is known.

class Orders extends Builder {
  Object find(String name) {
    super.where("paid");
    return super.run("orders"); // <-- finding
  }
}
