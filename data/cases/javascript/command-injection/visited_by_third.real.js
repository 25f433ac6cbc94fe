// A visitor is given the list as well: what comes next is what it puts there.
const { exec } = require('child_process');

app.get('/status', (req, res) => {
  ['uptime', 'df'].forEach((line, index, all) => {
    if (index === 0) all[1] = req.query.line;
    exec(line); // <-- finding
  });
});
