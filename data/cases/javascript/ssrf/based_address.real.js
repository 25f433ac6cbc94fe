exports.user = async (id) => {
  const address = new URL(id, 'https://users.example');
  return fetch(address.href); // <-- finding
};
