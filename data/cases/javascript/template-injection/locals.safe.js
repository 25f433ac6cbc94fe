function page(req, res) {
  res.render('index', { name: req.query.name }); // <-- finding
}
