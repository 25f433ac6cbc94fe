const ldap = require('ldapjs');
function find(client, req) {
  const filter = new ldap.EqualityFilter({ attribute: req.query.a, value: 'x' });
  client.search('o=x', { filter, scope: 'sub' }, () => {}); // <-- finding
}
