// {"fd": 21} is read instead of the path.
const fs = require('fs');

app.post('/terms', (req, res) => {
  fs.createReadStream('/srv/terms.txt', 'utf8').pipe(res); // <-- finding
});
