app.use((req, res, next) => {
  // Express hands them to the engine, and ejs reads settings in them.
  Object.assign(res.locals, req.query);
  next();
});

app.get('/', (req, res) => {
  res.render('index', { title: 'Shop' }); // <-- finding
});
