import { exec } from 'node:child_process';
const config = { cmd: 'df -h' };

export function show() {
  exec(config.cmd, () => {}); // <-- finding
}

export default show;
