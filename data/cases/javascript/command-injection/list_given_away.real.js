const store = require('./store');
const { execSync } = require('child_process');
const PROGRAMS = ['ls', 'df'];
store.query(PROGRAMS);
function run(req) {
  const name = req.query.name;
  if (!PROGRAMS.includes(name)) return null;
  return execSync(name); // <-- finding
}
