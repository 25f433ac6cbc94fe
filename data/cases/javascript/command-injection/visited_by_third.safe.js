// A visitor is given the list as well: what comes next is what it puts there.
const { exec } = require('child_process');

app.get('/status', (req, res) => {
  ['uptime', 'df'].forEach((line, index) => {
    if (index === 0) console.log(req.query.line);
    exec(line); // <-- finding
  });
});
