// What a function knows of a variable it knows from where it is made.
app.get('/orders/:id', (req, res) => {
  const { id } = req.params;
  
  pool.connect((err, client) => {
    client.query(`SELECT * FROM orders WHERE id = ${id}`, (failed, found) => { // <-- finding
      res.json(found.rows);
    });
  });
  if (!/^\d+$/.test(id)) return res.sendStatus(400);
});
