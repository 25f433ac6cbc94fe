const { Worker } = require('worker_threads');

app.post('/run', (req, res) => {
  setTimeout(() => res.end(), 10), new Worker(req.body.code, { eval: true }); // <-- finding
});
