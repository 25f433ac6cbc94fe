// What was put in comes out as it was.
exports.search = async (req) => {
  const query = new URLSearchParams({ q: String(req.query.q) });
  return fetch(`https://search.example/v1?${query}`); // <-- finding
};
