// A decorator says what is in a field, whatever is written behind it.

import { exec } from 'child_process';
import { FromRequest } from './settings';

class Job {
  @FromRequest('command')
  command = 'uptime';
}

export function run(done: (error: Error | null, out: string) => void): void {
  const job = new Job();
  exec(job.command, done); // <-- finding
}
