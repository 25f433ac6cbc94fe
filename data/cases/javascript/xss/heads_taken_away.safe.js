// Express takes a text without a type for a page.
exports.failed = (req, res) => {
  res.type('text/plain');
  for (const name of res.getHeaderNames()) console.debug(name);
  res.status(404).send('No page called ' + req.query.page); // <-- finding
};
