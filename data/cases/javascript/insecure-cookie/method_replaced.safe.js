// The method is another one, which knows no flags.
const { response } = require('express');

response.header = function cookie(name, value) {
  return this.append('Set-Cookie', `${name}=${value}`);
};

app.post('/login', (req, res) => {
  res.cookie('id', req.session.id, { httpOnly: true, secure: true }); // <-- finding
});
