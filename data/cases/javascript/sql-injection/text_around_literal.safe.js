// A literal of ours is part of the text of a query, beside what a request brings.
const { Sequelize } = require('sequelize');

app.get('/orders', async (req, res) => {
  const sql = `SELECT * FROM orders WHERE day < ${Sequelize.literal('NOW()').val} AND owner = '${Number(req.query.owner)}'`; // <-- finding
  res.json(await db.query(sql));
});
