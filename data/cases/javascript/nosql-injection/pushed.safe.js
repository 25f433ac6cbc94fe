// What is pushed may say what is to be left: `{"$each": [], "$slice": 0}`.
app.post('/log', async (req, res) => {
  await Log.updateOne({ _id: String(req.body.id) }, { $push: { entries: `${req.body.entry}` } }); // <-- finding
  res.end();
});
