const he = require('he');

app.use(async (ctx) => {
  ctx.body = `<p>Nothing found for ${he.encode(String(ctx.query.q))}</p>`; // <-- finding
});
