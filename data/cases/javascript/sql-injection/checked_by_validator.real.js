const validator = require('validator');

function find(req, res, db) {
  const id = req.params.id;
  if (!validator.isEmail(id)) return res.sendStatus(400);
  return db.query(`SELECT * FROM goods WHERE id = '${id}'`); // <-- finding
}
