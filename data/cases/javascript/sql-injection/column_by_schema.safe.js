import { z } from 'zod';

const Query = z.object({ sort: z.enum(['id', 'name']), page: z.coerce.number().int() });

export function list(req, db) {
  const { sort, page } = Query.parse(req.query);
  return db.query(`SELECT id FROM goods ORDER BY ${sort} LIMIT 20 OFFSET ${page * 20}`); // <-- finding
}
