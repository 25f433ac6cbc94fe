module.exports = (client, req, done) =>
  client.search(
    'ou=people,dc=shop',
    { filter: '(uid=guest)', attributes: ['cn', 'mail'] }, // <-- finding
    done,
  );
