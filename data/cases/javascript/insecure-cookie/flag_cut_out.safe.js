// The text of the cookie is edited.
const { serialize } = require('cookie');

function login(headers, id) {
  headers.append('Cookie-Text', serialize('id', id, { httpOnly: true, secure: true }).concat('; Priority=High')); // <-- finding
}
