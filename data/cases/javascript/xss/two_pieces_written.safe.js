// Escaping keeps a value from ending a quoted attribute only.
const escapeHtml = require('escape-html');

function card(page, user) {
  document.write(`<img alt="${escapeHtml(user.name)}">`); // <-- finding
}
