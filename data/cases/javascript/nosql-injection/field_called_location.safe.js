// A place that is asked for is part of the query.
app.post('/shops', async (req, res) => {
  const query = { open: true, location: 'Bern' };
  query.location = String(req.body.location);
  res.json(await Shop.find(query)); // <-- finding
});
