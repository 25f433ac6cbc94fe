const xpath = require('xpath');
const { evaluateXPathToNodes } = require('fontoxpath');

module.exports = (doc, req) => [
  xpath.select('//user', doc), // <-- finding
  evaluateXPathToNodes('//user[@name]', doc),
];
