const ldap = require('ldapjs');
function find(client, req) {
  const filter = new ldap.EqualityFilter({ attribute: 'uid', value: req.query.a });
  client.search('o=x', { filter, scope: 'sub' }, () => {}); // <-- finding
}
