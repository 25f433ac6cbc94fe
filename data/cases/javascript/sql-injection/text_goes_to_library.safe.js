// Whoever is given what is made of the text may send it to a database.

const { keep } = require('./pages');

module.exports = (name) => {
  const query = `SELECT id FROM people`; // <-- finding
  return keep(`${query} WHERE name = '${Number(name)}'`);
};
