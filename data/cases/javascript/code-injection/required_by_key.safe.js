const READERS = { csv: './readers/csv', json: './readers/json' };

function reader(req) {
  const kind = req.query.kind;
  const file = Object.hasOwn(READERS, kind) ? READERS[kind] : READERS.json;
  return require(file); // <-- finding
}
