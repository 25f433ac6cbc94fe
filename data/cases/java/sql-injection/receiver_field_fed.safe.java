// What an object in a field was given before is in what it does now.

class Orders {
  private Builder builder;

  Object find(String name) {
    this.builder.where("paid");
    return builder.run("orders"); // <-- finding
  }
}
