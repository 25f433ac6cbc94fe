// Behind `next()` others have had the request.
const COLUMNS = ['id', 'name'];

module.exports = async (ctx, next) => {
  if (!COLUMNS.includes(ctx.query.sort)) return;
  await db.ready();
  await db.query(`SELECT id FROM goods ORDER BY ${ctx.query.sort}`); // <-- finding
};
