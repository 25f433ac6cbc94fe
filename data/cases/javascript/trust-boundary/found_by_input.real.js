// Whose role is set to the constant is said by the request.
app.post('/members', (req, res) => {
  req.session.members.of(req.body.who).role = 'admin'; // <-- finding
  res.end();
});
