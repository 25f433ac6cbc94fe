// What was read by the schema is another object than what was sent.
import { z } from 'zod';

const Query = z.object({ sort: z.enum(['id', 'name']) });

export function list(req, db) {
  const query = Query.parse(req.query);
  return db.query(`SELECT id FROM goods ORDER BY ${req.query.sort}`); // <-- finding
}
