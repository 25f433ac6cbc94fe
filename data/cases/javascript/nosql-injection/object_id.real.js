const { ObjectId } = require('mongodb');

async function show(items, req) {
  return items.findOne({ _id: req.params.id }); // <-- finding
}
