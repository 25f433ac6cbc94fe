module.exports = (client, req, res) => {
  client.query('SELECT 1'), client.queryStream('SELECT * FROM books').pipe(res); // <-- finding
};
