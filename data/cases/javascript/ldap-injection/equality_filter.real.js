const ldap = require('ldapjs');

function find(client, req, done) {
  const filter = new ldap.EqualityFilter({ attribute: 'uid', value: req.query.uid });
  client.search('ou=people,dc=shop', { filter: `(uid=${req.query.uid})`, scope: 'sub' }, done); // <-- finding
}
