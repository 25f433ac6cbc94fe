class Session {
  constructor(body) {
    this.body = body;
    this.data = {};
  }

  set roles(value) {
    this.data.role = this.body.role ?? value;
  }
}

app.post('/login', (req, res) => {
  const session = new Session(req.body);
  session.role = 'guest'; // <-- finding
  res.json(session);
});
