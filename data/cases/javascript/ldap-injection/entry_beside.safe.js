module.exports = (client, req, done) => {
  client.search('ou=people,dc=shop', { filter: '(uid=guest)' }, done), client.del('uid=guest,ou=people', done); // <-- finding
};
