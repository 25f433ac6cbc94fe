// A namespace runs where it stands.
import { exec } from 'child_process';

let line = 'uptime';

namespace Setup {
  console.log(process.argv[2]);
}

exec(line); // <-- finding
