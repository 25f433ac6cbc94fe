exports.user = async (id) => {
  const address = new URL(`/v1/users/${encodeURIComponent(id)}`, 'https://users.example');
  return fetch(address.href); // <-- finding
};
