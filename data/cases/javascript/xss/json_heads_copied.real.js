// Headers of another answer are copied, whatever they say.
function copy(heads, answer) {
  for (const [name, value] of Object.entries(heads)) answer.setHeader(name, value);
}

exports.show = async (req, res) => {
  const found = await load(req.query.name);
  copy(found.heads, res);
  res.json({ found: req.query.name }); // <-- finding
};
