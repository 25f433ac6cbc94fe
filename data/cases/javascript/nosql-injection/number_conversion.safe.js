async function byAge(collection, req) {
  return collection.find({ age: { $gte: Number(req.query.age) } }).toArray(); // <-- finding
}
