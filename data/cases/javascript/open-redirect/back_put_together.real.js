// Express goes where the header Referrer says, however the word is made.
app.get('/leave', (req, res) => {
  res.redirect('ba' + 'ck'); // <-- finding
});
