const { run } = require('./database');

module.exports = (req) => {
  const query = `SELECT * FROM books WHERE shop = ${Number(req.params.shop)}`; // <-- finding
  return run(query + ' ORDER BY title');
};
