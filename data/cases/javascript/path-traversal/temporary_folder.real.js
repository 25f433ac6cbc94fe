const fs = require('fs');
const os = require('os');
const path = require('path');

module.exports = (order) => {
  const file = path.join(os.tmpdir(), 'shop', `${order.id}.json`);
  fs.writeFileSync(file, JSON.stringify(order)); // <-- finding
};
