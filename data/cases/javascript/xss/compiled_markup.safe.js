// AngularJS runs what stands in double braces; nothing of it is escaped.
const escapeHtml = require('escape-html');

function note(element, text, scope, $sanitize) {
  element.innerHTML = `<p>${escapeHtml(text)}</p>`; // <-- finding
  $sanitize(element)(scope);
}
