const handlebars = require('handlebars');

const greeting = handlebars.compile(module.parent.template); // <-- finding
exports.greet = (req) => greeting({ name: req.query.name });
