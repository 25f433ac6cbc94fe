// Sequelize sets the path that names are searched on in front of the statement.
module.exports = (sequelize, req) =>
  sequelize.query('SELECT * FROM users WHERE id = :id', {
    replacements: { id: req.query.id },
    searchPath: req.query.tenant, // <-- finding
  });
