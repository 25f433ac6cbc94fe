// Drizzle put quotes around a name for long, and left those in it.
import { sql } from 'drizzle-orm';
import { db } from './db';

export async function column(req: any, res: any) {
  res.json(await db.execute(sql`SELECT id, ${sql.identifier(req.query.column)} FROM users`)); // <-- finding
}
