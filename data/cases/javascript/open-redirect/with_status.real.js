app.get('/go', (req, res) => {
  res.redirect(301, `https://shop.example${req.query.page}`); // <-- finding
});
