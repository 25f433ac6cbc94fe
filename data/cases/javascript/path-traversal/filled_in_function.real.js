// An object of ours is given to code elsewhere, by a function in view.
const fs = require('fs');
const plugins = require('./plugins');
const names = {
  clean(text) {
    return text.trim();
  },
};

function start() {
  plugins.extend(names);
}

app.get('/parts', (req, res) => {
  res.send([fs.readFileSync('head.txt', 'utf8'), names.clean(req.query.part)]); // <-- finding
});
