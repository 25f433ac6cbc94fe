const vm = require('vm');

exports.run = (req) => vm.runInNewContext(req.query.code, { x: Number(req.query.x) }); // <-- finding
