// The fields of a body are put among the parts of the path.
const { createServer, plugins } = require('./server');

const server = createServer();
server.use(plugins.bodyParser({ mapParams: true }));

server.post('/login/:name', (req, res) => {
  users.findOne({ name: req.params.name }).then((user) => res.json(user)); // <-- finding
});
