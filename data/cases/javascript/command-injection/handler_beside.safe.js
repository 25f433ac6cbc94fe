const { exec } = require('child_process');

app.post('/open', (req, res) => {
  const tools = new Proxy(
    {},
    {
      get(_, name) {
        return `${name} ${req.body.file}`;
      },
    },
  );
  res.json([exec('uptime').pid, tools.open]); // <-- finding
});
