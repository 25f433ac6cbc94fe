router.get('/find', async (req, res) => {
  const rows = await db.all('SELECT * FROM notes WHERE title LIKE \'%?%\'', ['%' + req.query.q + '%']); // <-- finding
  res.json(rows);
});
