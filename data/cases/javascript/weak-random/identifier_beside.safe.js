// The package has a part that does without the operating system.
import { nanoid } from 'nanoid';

export function token(page) {
  return page.isSecureContext ? crypto.randomUUID() : nanoid(); // <-- finding
}
