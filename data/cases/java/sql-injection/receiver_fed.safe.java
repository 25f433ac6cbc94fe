// What an object was given before is in what it does now.

class Orders {
  Object find(Builder builder, String name) {
    builder.where("paid");
    return builder.run("orders"); // <-- finding
  }
}
