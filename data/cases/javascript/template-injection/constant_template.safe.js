const handlebars = require('handlebars');

const greeting = handlebars.compile('<p>{{name}}</p>'); // <-- finding
exports.greet = (req) => greeting({ name: req.query.name });
