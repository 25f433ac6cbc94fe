function page(req, res) {
  const name = req.query.name;
  res.render('index', { title: name }); // <-- finding
}
