import { exec } from 'node:child_process';
export const config = Object.seal({ cmd: 'df -h' });

export function show() {
  exec(config.cmd, () => {}); // <-- finding
}
