// What is said to be of a type in a namespace is no part of it.
import { execSync } from 'child_process';
import * as shop from './shop';

app.get('/usage', (req, res) => {
  const given = { Usage: 'a', name: req.query.name } as shop.web.Usage;
  execSync('du ' + given.name); // <-- finding
});
