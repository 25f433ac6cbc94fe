// Whose role is set to the constant is said by the request.
app.post('/members', (req, res) => {
  req.session.members.of('guest').role = 'admin'; // <-- finding
  res.end();
});
