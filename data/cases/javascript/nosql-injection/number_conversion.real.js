async function byAge(collection, req) {
  return collection.find({ age: { $gte: req.query.age } }).toArray(); // <-- finding
}
