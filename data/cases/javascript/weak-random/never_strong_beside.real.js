// The strong one of two ways is never taken for the second of two tokens.
const crypto = require('crypto');
const STRONG = false;

app.post('/session', (req, res) => {
  const tokens = [crypto.randomUUID(), STRONG ? crypto.randomUUID() : Date.now()]; // <-- finding
  res.json({ tokens });
});
