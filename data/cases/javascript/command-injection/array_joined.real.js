const { execSync } = require('child_process');

function archive(req) {
  const parts = ['tar', '-czf', 'out.tgz'];
  parts.push(req.body.folder);
  return execSync(parts.join(' ')); // <-- finding
}
