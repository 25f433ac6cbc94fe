async function search(Item, req) {
  const limit = Number(req.query.limit);
  return Item.find({ $where: `this.price < ${req.query.limit}` }); // <-- finding
}
