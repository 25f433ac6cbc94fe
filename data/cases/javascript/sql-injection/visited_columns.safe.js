const COLUMNS = ['id', 'name'];

function counts(db, req) {
  return [...COLUMNS].map((column) => {
    return db.query(`SELECT count(${column}) FROM goods`); // <-- finding
  });
}
