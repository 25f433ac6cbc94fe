import { Html } from '@kitajs/html';

app.get('/', (req, res) => {
  const page = <p>{req.query.name}</p>; // <-- finding
  res.send(page);
});
