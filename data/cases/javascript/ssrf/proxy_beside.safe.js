// A request goes by way of its proxy.
const request = require('superagent');
require('superagent-proxy')(request);

app.get('/news', (req, res) => {
  const shown = (error, answer) => res.send(answer.text);
  request.get('http://news.example/').proxy('http://proxy.example').end(shown); // <-- finding
});
