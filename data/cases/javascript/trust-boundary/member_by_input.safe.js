app.post('/promote', (req, res) => {
  const member = req.session.members['guest'];
  member.role = 'admin'; // <-- finding
  res.end();
});
