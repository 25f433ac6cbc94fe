async function list(Model, req) {
  const query = Model.find().limit(10);
  return query.exec(); // <-- finding
}
