// A tag with a type argument is a call, and no comparison, whose outcome would be harmless.
import { Request, Response } from 'express';
import { pool } from './pool';

function order<T>(parts: unknown, column: string): string {
  return column;
}

export async function list(req: Request, res: Response): Promise<void> {
  const by = order<string>('by', 'id');
  res.json(await pool.query('SELECT id FROM orders ORDER BY ' + by)); // <-- finding
}
