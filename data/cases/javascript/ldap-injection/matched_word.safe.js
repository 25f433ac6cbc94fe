function find(client, req, res) {
  const uid = req.query.uid;
  if (!/^[a-z0-9]+$/i.test(uid)) return res.status(400).end();
  return client.search('ou=people,dc=shop', { filter: '(uid=' + uid + ')' }, (e, r) => r); // <-- finding
}
