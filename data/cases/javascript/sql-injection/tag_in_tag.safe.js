// A part that the tag has made holds its values apart; a part that was sent is SQL.
import { sql } from 'drizzle-orm';

app.get('/books', async (req, res) => {
  const part = sql`title ILIKE ${req.query.title}`;
  const found = await db.execute(sql`SELECT id FROM books WHERE year > ${1990} AND ${part}`); // <-- finding
  res.json(found.rows);
});
