// Who sets the server up has the fields of a body put among the parts of the path.
const { createServer, plugins } = require('./server');

const server = createServer();

exports.start = (port) => {
  server.use(plugins.bodyParser({ mapFiles: true }));
  server.listen(port);
};

server.post('/login/:name', (req, res) => {
  users.findOne({ name: req.params.name }).then((user) => res.json(user)); // <-- finding
});
