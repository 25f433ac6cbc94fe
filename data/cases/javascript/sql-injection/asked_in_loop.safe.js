// A `var` is the same variable in each round: what runs later sees the last one.
app.post('/orders', (req, res) => {
  for (const one of req.body.ids) {
    const id = one;
    if (!/^\d+$/.test(id)) continue;
    pool.connect((err, client) => {
      client.query(`SELECT * FROM orders WHERE id = ${id}`); // <-- finding
    });
  }
});
