const he = require('he');

app.use(async (ctx) => {
  ctx.body = `<p>Nothing found for ${he.decode(String(ctx.query.q))}</p>`; // <-- finding
});
