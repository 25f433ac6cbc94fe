function polyfill(target) {
  target.shop = (value) => value;
}

polyfill(globalThis.settings);

module.exports = (db, req) => {
  return db.query('SELECT title FROM books LIMIT ' + Number(req.query.limit)); // <-- finding
};
