// A function of that name may do anything with what it is given.
import { prepare } from './filters';

export const search = (req) => prepare('SELECT id FROM goods WHERE label = ?').all(req.query.label); // <-- finding
