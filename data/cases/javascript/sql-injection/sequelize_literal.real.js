const Sequelize = require('sequelize');

async function list(Item, down) {
  const direction = down || 'ASC';
  return Item.findAll({ order: Sequelize.literal('lower(name) ' + direction) }); // <-- finding
}
