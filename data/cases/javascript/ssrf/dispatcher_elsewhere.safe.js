// Another function of the file says by way of whom all requests go.
const { setGlobalDispatcher, ProxyAgent, fetch } = require('undici');

function configure(req, res) {
  res.json(new ProxyAgent(req.body.address));
  res.end();
}

async function load(req, res) {
  const answer = await fetch('http://news.example/'); // <-- finding
  res.send(await answer.text());
}

module.exports = { configure, load };
