// A part of a template is one itself.
const mustache = require('mustache');

function page(user, head) {
  return mustache.render('{{> head}}', { user, head }, { head: '<h1>{{head}}</h1>' }); // <-- finding
}
