import { exec } from 'node:child_process';

class Commands {
  static #show = 'df -h';

  static show() {
    exec(Commands.#show, () => {}); // <-- finding
  }
}

export default Commands;
