// What an upload begins with, a class of this file says.

const { uploads } = require('./uploads');

class Upload {
  constructor(link) {
    this.link = link;
  }

  startsWith() {
    return true;
  }

  toString() {
    return this.link;
  }
}

uploads.declare(Upload);

module.exports = async (req, res) => {
  const { link } = req.upload;
  if (!link.startsWith('https://cdn.example.com/')) {
    return res.sendStatus(400);
  }
  const found = await fetch(link); // <-- finding
  return res.json(await found.json());
};
