module.exports = (client, req, res) => {
  client.query('SELECT 1'), client.queryStream(`SELECT * FROM ${req.query.table}`).pipe(res); // <-- finding
};
