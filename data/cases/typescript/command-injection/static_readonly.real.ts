import { exec } from 'node:child_process';

class Commands {
  static cmd = 'df -h';

  static show() {
    exec(Commands.cmd, () => {}); // <-- finding
  }
}

export default Commands;
