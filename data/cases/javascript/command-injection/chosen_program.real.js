const { execFileSync } = require('child_process');
const TOOLS = new Map([['png', 'optipng'], ['jpg', 'jpegoptim']]);

function shrink(kind) {
  const tool = TOOLS.get(kind) || kind;
  if (!tool) throw new Error('unknown kind');
  return execFileSync(tool, ['--version']); // <-- finding
}
