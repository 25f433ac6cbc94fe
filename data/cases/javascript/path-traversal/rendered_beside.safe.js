// Which page is rendered beside the file, the request says.
const fs = require('fs/promises');

app.get('/notes', async (req, res) => {
  res.render('notes', { notes: await fs.readFile('/srv/notes.txt', 'utf8') }); // <-- finding
});
