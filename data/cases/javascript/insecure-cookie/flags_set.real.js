app.post('/login', (req, res) => {
  res.cookie('session', req.session.id, { httpOnly: true, secure: req.secure, sameSite: 'lax' }); // <-- finding
  res.end();
});
