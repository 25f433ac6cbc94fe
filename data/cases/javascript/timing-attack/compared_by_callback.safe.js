const tokens = [process.env.FIRST_TOKEN, process.env.SECOND_TOKEN];

module.exports = (req) => {
  const matches = (token) => token !== undefined;
  return req.headers.token !== undefined && tokens.some(matches); // <-- finding
};
