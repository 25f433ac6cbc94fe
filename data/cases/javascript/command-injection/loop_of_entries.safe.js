// A round makes options anew and hands them on: the next one does no more.
const { execSync } = require('child_process');

const STEPS = { lint: 'eslint .', types: 'tsc --noEmit' };

for (const [name, line] of Object.entries(STEPS)) {
  console.log(name);
  execSync(line, { stdio: 'inherit' }); // <-- finding
}
