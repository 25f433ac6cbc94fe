// A schema says of which type a field is, as long as nobody changes what it is made of.
const { z } = require('zod');

const Wanted = z.object({ id: z.number() });
Wanted.shape.id = z.string();

app.post('/orders', (req, res) => {
  const wanted = Wanted.parse(req.body);
  db.query('SELECT * FROM orders WHERE id = ' + wanted.id); // <-- finding
});
