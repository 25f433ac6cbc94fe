// A session is taken apart, and what it holds is set.
const session = require('express-session');

app.use(session({ secret: process.env.SECRET, cookie: { httpOnly: true, secure: true } })); // <-- finding

app.use((req, res, next) => {
  const { cookie: kept } = req.session;
  Object.assign(kept, req.body.kept);
  next();
});
