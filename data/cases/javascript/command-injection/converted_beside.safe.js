// A text that user input was made into is user input all the same.
const { exec } = require('child_process');
const { start } = require('./jobs');

app.post('/jobs', (req, res) => {
  exec('date'), start(Number(req.body.job)); // <-- finding
  res.end();
});
