function list(db, name) {
  db.query('SELECT * FROM users WHERE name = ' + name); // <-- finding
  return db.query('SELECT * FROM users WHERE name = ?', [name]);
}
