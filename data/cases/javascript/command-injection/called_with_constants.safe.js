const { execSync } = require('child_process');

function run(line) {
  execSync(line, { stdio: 'inherit' }); // <-- finding
}

run('npm run lint');
run('npm publish');
