module.exports = (client, req, done) => {
  client.search('ou=people,dc=shop', { filter: '(uid=guest)' }, done), client.del(`uid=${req.query.name},ou=people`, done); // <-- finding
};
