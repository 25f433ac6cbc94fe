// Express goes where the header Referrer says, if that is what a place is called.
const PLACES = { home: '/home', back: '/start' };

app.get('/leave', (req, res) => {
  const place = req.query.place;
  if (!Object.hasOwn(PLACES, place)) return res.status(400).end();
  res.redirect(place); // <-- finding
});
