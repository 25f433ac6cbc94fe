function page(req, res) {
  res.render('index', req.query); // <-- finding
}
