// Settings are merged by names that come from outside: what all objects share is filled, too.
import { exec } from 'child_process';

type Dict = { [key: string]: any };

const settings: Dict = { page: { size: 20 } };
const LINES: Record<string, string> = { load: 'uptime', space: 'df -h' };

function merged(into: Dict, from: Dict): Dict {
  for (const name of Object.keys(from)) {
    if (typeof from[name] === 'object' && into[name]) merged(into[name], from[name]);
    else console.log(name);
  }
  return into;
}

app.put('/settings', (req, res) => res.json(merged(settings, req.body)));

app.get('/status/:name', (req, res) => {
  const line = LINES[req.params.name];
  if (!line) return res.sendStatus(404);
  exec(line, (error, output) => res.send(output)); // <-- finding
});
