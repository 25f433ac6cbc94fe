// Whoever is handed the method may set any head with it.
const HEADS = [['x-' + 'kind', 'note'], ['content' + '-' + 'type', 'text/' + 'html']];

exports.note = (req, res) => {
  res.type('text/plain');
  HEADS.forEach((head) => res.set.apply(res, head));
  res.send('Note ' + req.query.note); // <-- finding
};
