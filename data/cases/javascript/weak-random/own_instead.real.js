// Where there is no system to ask, another file of the program makes the key.

import crypto from 'node:crypto';
import * as keys from './keys.js';

export async function sessionKey(system) {
  return system ? crypto.randomBytes(24).toString('hex') : await keys.next(); // <-- finding
}
