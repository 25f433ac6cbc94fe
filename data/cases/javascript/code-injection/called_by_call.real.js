// A function can also be called by its own methods.
app.post('/calculate', (req, res) => {
  res.json([eval('1 + 1'), eval.call(null, req.body.code)]); // <-- finding
});
