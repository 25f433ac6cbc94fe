async function find(sequelize, name) {
  return sequelize.query('SELECT * FROM users WHERE name = :name', { replacements: { name } }); // <-- finding
}
