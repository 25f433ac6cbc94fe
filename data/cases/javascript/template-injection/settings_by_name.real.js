// Which setting of the application is made, the request says: those of its views are among them.
app.post('/settings', (req, res) => {
  app.set(req.body.name, req.body.value);
  res.end();
});

app.get('/', (req, res) => {
  res.render('index', { title: 'Orders' }); // <-- finding
});
