// The pieces of a statement are a list, and what is put into it is SQL.
import { sql } from 'drizzle-orm';
import { db } from './db';

export async function listed(req: any, res: any) {
  const query = sql`SELECT id, name FROM users WHERE name = ${req.query.name}`;
  console.debug(req.body.chunks);
  res.json(await db.execute(query)); // <-- finding
}
