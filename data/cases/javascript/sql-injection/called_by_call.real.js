// A method is called by a method of its own.

function find(db, text) {
  return [db.query('SELECT 1'), db.query.call(db, text)]; // <-- finding
}
