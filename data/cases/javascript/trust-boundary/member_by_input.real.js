app.post('/promote', (req, res) => {
  const member = req.session.members[req.body.who];
  member.role = 'admin'; // <-- finding
  res.end();
});
