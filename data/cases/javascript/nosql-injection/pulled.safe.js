// What is pulled out is found by a condition: `{"$ne": null}` finds all.
app.post('/logout', async (req, res) => {
  await User.updateOne({ _id: String(req.body.id) }, { $pull: { sessions: String(req.body.session) } }); // <-- finding
  res.end();
});
