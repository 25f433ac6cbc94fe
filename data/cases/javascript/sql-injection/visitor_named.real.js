// By its name a function can call itself with something else.
const COLUMNS = ['id', 'name'];

function counts(db, req) {
  COLUMNS.forEach(function count(column) {
    if (column === 'name') count(req.query.column);
    db.query(`SELECT count(${column}) FROM goods`); // <-- finding
  });
}
