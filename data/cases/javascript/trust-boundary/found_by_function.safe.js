// Which member is found, the function says that is asked about each.
app.post('/promote', (req, res) => {
  const { who } = req.body;
  const member = members.find((one) => one.name === 'guest');
  member.role = 'admin'; // <-- finding
  res.json({ who });
});
