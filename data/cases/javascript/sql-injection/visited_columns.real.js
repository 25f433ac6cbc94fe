const COLUMNS = ['id', 'name'];

function counts(db, req) {
  return [...COLUMNS, req.query.column].map((column) => {
    return db.query(`SELECT count(${column}) FROM goods`); // <-- finding
  });
}
