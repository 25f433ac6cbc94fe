app.post('/login', (req, res) => {
  res.cookie('session', req.session.id, { httpOnly: true, secure: true, sameSite: 'lax' }); // <-- finding
  res.end();
});
