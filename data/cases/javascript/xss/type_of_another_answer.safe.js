// An answer that has the same name as the one whose type is said is another one.
const waiting = [];

exports.announce = (req, res) => {
  res.type('text/plain');
  for (const _listener of waiting.splice(0)) {
    res.send('News of ' + req.query.channel); // <-- finding
    break;
  }
};
