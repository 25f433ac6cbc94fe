const vm = require('vm');

exports.run = (req) => vm.runInNewContext('x * 2', { x: Number(req.query.x) }); // <-- finding
