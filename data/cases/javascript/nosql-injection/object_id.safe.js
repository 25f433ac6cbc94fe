const { ObjectId } = require('mongodb');

async function show(items, req) {
  return items.findOne({ _id: new ObjectId(req.params.id) }); // <-- finding
}
