// A list of orders that a request holds may be of a class that the file only registers.

const { repositories } = require('./repositories');

class Orders {
  constructor(db, state) {
    this.db = db;
    this.state = state;
  }

  open() {
    return this.db.query("SELECT * FROM orders WHERE state = '" + this.state + "'");
  }
}

repositories.declare('orders', Orders);

module.exports = async (req, res) => {
  res.json([await req.db.query('SELECT 1'), await req.orders.open()]); // <-- finding
};
