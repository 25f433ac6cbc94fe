import { exec } from 'node:child_process';
export const config = { cmd: 'df -h' };

export function show() {
  exec(config.cmd, () => {}); // <-- finding
}
