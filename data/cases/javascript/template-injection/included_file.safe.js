// The template reads the file that its variable names.
const ejs = require('ejs');

function page(part) {
  return ejs.render('<%- include("part") %>', { part }); // <-- finding
}
