// {"fd": 21} is read instead of the path.
const fs = require('fs');

app.post('/terms', (req, res) => {
  fs.createReadStream('/srv/terms.txt', req.body).pipe(res); // <-- finding
});
