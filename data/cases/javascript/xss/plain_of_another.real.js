// The inner function has an answer of its own.
app.all('/watch', (req, res) => {
  res.type('text/plain');
  hub.on('message', (message, res) => {
    res.send('got ' + message); // <-- finding
  });
});
