// What a prepared statement is given is bound, as long as the statement itself is constant.
class Ledger {
  constructor(db) {
    this.db = db;
  }

  byOwner(owner) {
    return this.db.prepare('SELECT id, sum FROM entries WHERE owner = ?').all(owner); // <-- finding
  }
}
