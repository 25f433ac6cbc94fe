const { z } = require('zod');

app.get('/books', (req, res) => {
  // The function is given the object that is given back.
  const page = z
    .object({ sort: z.enum(['title', 'price']) })
    .refine((value) => Object.assign(value, { sort: req.query.by }))
    .parse(req.query);
  db.query('SELECT title FROM books ORDER BY ' + page.sort, (error, rows) => res.json(rows)); // <-- finding
});
