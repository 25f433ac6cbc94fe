// What is compared was looked at before the label gave the variable another value.
const { exec } = require('child_process');

app.get('/usage', (req, res) => {
  let folder = req.query.folder;
  switch (folder) {
    case 'data':
      exec(`du -s ${folder}`); // <-- finding
  }
});
