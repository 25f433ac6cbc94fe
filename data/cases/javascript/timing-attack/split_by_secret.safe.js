// A comparison of a length tells nothing; what else the line asks about the header may.
const TOKEN = process.env.METRICS_TOKEN;

module.exports = (req, res, next) => {
  const header = String(req.headers.authorization);
  if (header.split(' ').length !== 2) { // <-- finding
    return res.sendStatus(401);
  }
  return next();
};
