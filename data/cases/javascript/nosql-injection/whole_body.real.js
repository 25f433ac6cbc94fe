async function search(Item, req) {
  return Item.find(req.body); // <-- finding
}
