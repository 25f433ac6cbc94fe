const KINDS = {
  user: { table: 'users', key: 'id' },
  order: { table: 'orders', key: 'number' },
};

exports.rename = (kind, table) => {
  KINDS[kind].table = table;
};

exports.find = (db, kind, key) => {
  const { table, key: column } = KINDS[kind] ?? KINDS.user;
  return db.query(`SELECT * FROM ${table} WHERE ${column} = ?`, [Number(key)]); // <-- finding
};
