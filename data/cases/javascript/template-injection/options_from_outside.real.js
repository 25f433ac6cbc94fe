const ejs = require('ejs');

function page(req) {
  const name = req.query.name;
  return ejs.render('<p><%= title %></p>', { title: name }, { outputFunctionName: name }); // <-- finding
}
