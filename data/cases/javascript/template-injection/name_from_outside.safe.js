// The name of the function is part of the code that is made (CVE-2024-36361).
const pug = require('pug');

app.post('/page', (req, res) => {
  res.send(pug.compileClient('p hello', { name: 'hello' })); // <-- finding
});
