// A negative number behind a minus: what follows is a comment.
async function take(pool, req) {
  const count = Number(req.body.count);
  return pool.query(`UPDATE stock SET rest = rest - ${count} WHERE id = 7`); // <-- finding
}
