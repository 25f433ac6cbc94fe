// A harmless request beside one that a function in view makes.
async function ping(host) {
  const answer = await fetch('http://' + host + '/ping');
  return answer.ok;
}

app.get('/both', async (req, res) => {
  res.json(await Promise.all([fetch('https://a.example/ping'), ping(req.query.host)])); // <-- finding
});
