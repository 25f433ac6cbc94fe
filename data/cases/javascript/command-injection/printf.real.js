// bash runs what stands in the subscript of `printf -v 'a[$(id)]'`.
const { exec } = require('child_process');
const escape = require('shell-escape');

app.post('/format', (req, res) => {
  exec('printf ' + escape(req.body.words), { shell: '/bin/bash' }, (error, out) => res.send(out)); // <-- finding
});
