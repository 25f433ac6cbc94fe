const TABLES = { a: 'alpha', b: 'beta' } as const;

export function count(db: Database, key: keyof typeof TABLES) {
  return db.query(`SELECT count(*) FROM ${TABLES[key]!}`); // <-- finding
}
