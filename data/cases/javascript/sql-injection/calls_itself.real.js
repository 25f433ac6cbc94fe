// A helper that calls itself with something else.
function store(db, text, other) {
  db.query("SELECT " + text);
  if (other) {
    store(db, other);
  }
}
app.get("/", (req, res) => {
  store(db, "1", req.query.name); // <-- finding
});
