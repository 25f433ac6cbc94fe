// What a value is looked up with is a statement, too.

module.exports = async (pool, req, res) => {
  const { rows } = await pool.query(
    'SELECT * FROM parcels WHERE owner = $1', // <-- finding
    [await req.directory.first(req.query.name)],
  );
  res.json(rows);
};
