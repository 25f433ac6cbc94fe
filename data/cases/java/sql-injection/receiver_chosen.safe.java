// One of two objects was given more than is known.

class Orders {
  Object find(Builder builder, Builder other, String name) {
    builder.where("paid");
    return (other == null ? builder : other).run("orders"); // <-- finding
  }
}
