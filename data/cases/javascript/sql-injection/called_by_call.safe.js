// A method is called by a method of its own.

function find(db, text) {
  return [db.query('SELECT 1'), db.quote.call(db, text)]; // <-- finding
}
