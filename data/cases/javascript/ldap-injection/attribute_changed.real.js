// The attribute is changed after the filter was made.
const ldap = require('ldapjs');

function find(client, req, done) {
  const filter = new ldap.EqualityFilter({ attribute: 'uid', value: req.query.value });
  filter.attribute = req.query.attribute;
  client.search('ou=people,dc=shop', { filter, scope: 'sub' }, done); // <-- finding
}
