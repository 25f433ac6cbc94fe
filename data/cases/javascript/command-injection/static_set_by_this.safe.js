// In what is static, `this` is the class.
const { exec } = require('child_process');

class Runner {
  static #line = 'uptime';

  static use(line) {
    this.last = line;
  }

  static run() {
    exec(Runner.#line); // <-- finding
  }
}

app.post('/use', (req, res) => {
  Runner.use(req.body.line);
  res.end();
});
