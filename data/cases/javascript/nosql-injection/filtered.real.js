// A cursor's filter replaces the query; a list's is a function.
app.post('/posts', async (req, res) => {
  const found = posts.find({ author: String(req.body.author) }).filter(req.body.filter); // <-- finding
  res.json(await found.toArray());
});
