import { exec } from 'node:child_process';

export const config = { cmd: 'df -h' };

export function show(): void {
  exec(config.cmd, () => {}); // <-- finding
}
