const { exec } = require('child_process');

app.post('/open', (req, res) => {
  const tools = new Proxy(
    {},
    {
      get(_, name) {
        return exec(`${name} ${req.body.file}`).pid;
      },
    },
  );
  res.json([exec('uptime').pid, tools.open]); // <-- finding
});
