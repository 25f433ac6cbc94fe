// By its name a function can call itself with something else.
const COLUMNS = ['id', 'name'];

function counts(db, req) {
  COLUMNS.forEach(function (column) {
    db.query(`SELECT count(${column}) FROM goods`); // <-- finding
  });
}
