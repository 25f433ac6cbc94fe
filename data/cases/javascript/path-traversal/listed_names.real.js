// What a folder lists are names of what is in it.
const fs = require('fs');
const path = require('path');

const MAILS = path.join(__dirname, 'mails');

process.argv.slice(2)
  .filter((name) => name.endsWith('.html'))
  .forEach((name) => {
    console.log(fs.readFileSync(path.join(MAILS, name), 'utf8')); // <-- finding
  });
