// A hook that another file has may say that all answers are pages.
const app = require('fastify')();
const { before } = require('./hooks');

app.addHook('onRequest', async (request) => before(request.url));

app.get('/greet', (request, reply) => {
  reply.send('Hello ' + request.query.name); // <-- finding
});
