const { exec } = require('child_process');
const { inspect } = require('util');

const tools = {
  show: inspect,
};

app.post('/show', (req, res) => {
  res.json([exec('uptime').pid, tools.show(req.app.locals.line)]); // <-- finding
});
