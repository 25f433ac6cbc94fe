const tokens = [process.env.FIRST_TOKEN, process.env.SECOND_TOKEN];

module.exports = (req) => {
  const matches = (token) => token === req.headers.token;
  return req.headers.token !== undefined && tokens.some(matches); // <-- finding
};
