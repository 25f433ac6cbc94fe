// What a column is called is put between quotes as it is.
import { sql } from 'drizzle-orm';
import { db } from './db';

app.get('/counted', async (req, res) => {
  const count = sql`count(*)`.as(req.query.label);
  const rows = await db.execute(sql`SELECT name, ${count} FROM users`); // <-- finding
  res.json(rows);
});
