// In such an element nothing is markup: escaping leaves calls as they are.
const escapeHtml = require('escape-html');

function load(name) {
  const element = document.createElement('p');
  element.innerHTML = 'load(' + escapeHtml(name) + ')'; // <-- finding
  document.head.append(element);
}
