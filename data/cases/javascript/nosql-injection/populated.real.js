// What is filled in can be found by code: `match` takes `$where` (CVE-2024-53900).
app.get('/posts', async (req, res) => {
  res.json(await Post.find({ author: String(req.query.author) }).populate(req.query.expand)); // <-- finding
});
