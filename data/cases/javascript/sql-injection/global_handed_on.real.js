function polyfill(target) {
  target.Number = (value) => value;
}

polyfill(globalThis);

module.exports = (db, req) => {
  return db.query('SELECT title FROM books LIMIT ' + Number(req.query.limit)); // <-- finding
};
