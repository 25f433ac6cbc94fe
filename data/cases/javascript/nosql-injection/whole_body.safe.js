async function search(Item, req) {
  return Item.find({ kind: String(req.body.kind) }); // <-- finding
}
