const mysql = require('mysql');
const db = mysql.createConnection({ host: 'localhost' });

function listNames(callback) {
  db.query('SELECT id, name FROM users ORDER BY ' + callback.order, callback); // <-- finding
}
module.exports = { listNames };
