export function list(db: Database, limit: number) {
  return db.query('SELECT * FROM items LIMIT ' + Math.trunc(limit)); // <-- finding
}
