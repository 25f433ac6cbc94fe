const { execSync } = require('child_process');

function archive(req) {
  const parts = ['tar', '-czf', 'out.tgz'];
  parts.push('public');
  return execSync(parts.join(' ')); // <-- finding
}
