async function search(Item, req) {
  const limit = Number(req.query.limit);
  return Item.find({ $and: [{ price: { $lt: limit } }] }); // <-- finding
}
