// Only a text can be written in small letters: whatever else was sent ends the request.
app.post('/unsubscribe', async (req, res) => {
  const mail = req.body.mail.trim().toLowerCase();
  await db.collection('subscriptions').deleteOne({ mail }); // <-- finding
  res.sendStatus(204);
});
