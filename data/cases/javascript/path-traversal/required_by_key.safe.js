const TONGUES = ['en', 'de', 'fr'];

function messages(req) {
  const tongue = TONGUES.includes(req.query.tongue) ? req.query.tongue : 'en';
  return require(`./messages/${tongue}.json`); // <-- finding
}
