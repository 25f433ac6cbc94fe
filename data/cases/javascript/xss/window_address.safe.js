// javascript:pay() holds nothing that is escaped.
const escapeHtml = require('escape-html');

function visit(name) {
  window.open('/users/' + encodeURIComponent(name) + '/home'); // <-- finding
}
