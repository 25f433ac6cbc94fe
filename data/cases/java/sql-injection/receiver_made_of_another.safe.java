// What an object is made from was given more than is known.

class Orders {
  Object find(Connector connector, String name) {
    Builder builder = connector.builder();
    builder.where("paid");
    Query query = builder.query();
    return query.run("orders"); // <-- finding
  }
}
