class Database {
  constructor(pool) {
    this.pool = pool;
  }

  query(text, values) {
    return this.pool.query(text.replace('$1', `'${values[0]}'`));
  }

  byName(req) {
    return this.query('SELECT * FROM users WHERE name = $1', [req.query.name]); // <-- finding
  }
}

module.exports = Database;
