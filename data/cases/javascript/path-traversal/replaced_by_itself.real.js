// What an upload makes of its name, a class of this file says.

const fs = require('fs');
const { uploads } = require('./uploads');

class Name {
  constructor(text) {
    this.text = text;
  }

  replace() {
    return this.text;
  }
}

uploads.declare(Name);

module.exports = (req, res) => {
  const name = req.upload.name.replace(/[^a-z]/g, '');
  fs.readFile(`/srv/files/${name}`, (error, data) => res.end(data)); // <-- finding
};
