function list(db, words) {
  let sort = 'id';
  outer: for (const word of words) {
    for (const letter of word) {
      if (letter === '-') continue outer;
      sort = 'name';
    }
  }
  return db.query('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
