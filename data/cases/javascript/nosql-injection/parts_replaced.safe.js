// Who answers before may have put anything there.
const Order = require('./models/order');

app.use((req, res, next) => {
  req.started = req.body;
  next();
});

app.get('/orders/:number', async (req, res) => {
  const order = await Order.findOne({ number: req.params.number }); // <-- finding
  res.json(order);
});
