// What express takes out of a path is a text.
const Order = require('./models/order');

exports.show = async (req, res) => {
  const order = await Order.findOne({ number: req.query.number }); // <-- finding
  res.json(order);
};
