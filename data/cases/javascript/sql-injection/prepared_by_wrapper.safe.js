// A function of that name may do anything with what it is given.
import Database from 'better-sqlite3';

const db = new Database('shop.db');

export const search = (req) => db.prepare('SELECT id FROM goods WHERE label = ?').all(req.query.label); // <-- finding
