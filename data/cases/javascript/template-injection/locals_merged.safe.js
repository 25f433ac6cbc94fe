app.use((req, res, next) => {
  // Express hands them to the engine, and ejs reads settings in them.
  res.locals.page = req.query.page;
  next();
});

app.get('/', (req, res) => {
  res.render('index', { title: 'Shop' }); // <-- finding
});
