import { writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

export async function store(data: Buffer, original: string): Promise<string> {
  const name = `${original}.bin`;
  await writeFile('/srv/uploads/' + name, data); // <-- finding
  return name;
}
