// Whoever is given the class can set what is static in it.
import { exec } from 'child_process';

class Runner {
  private static line = 'uptime';

  static configure(options: object): void {
    Object.assign(this, options);
  }

  static run(): void {
    exec(Runner.line); // <-- finding
  }
}

app.post('/configure', (req, res) => {
  Runner.configure(req.body);
  res.end();
});
