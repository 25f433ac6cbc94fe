// The cookie that is sent is the one of the request.
const session = require('express-session');

app.use(session({ secret: process.env.SECRET, cookie: { httpOnly: true, secure: true } })); // <-- finding
app.use((req, res, next) => {
  req.session.views = 0;
  next();
});
