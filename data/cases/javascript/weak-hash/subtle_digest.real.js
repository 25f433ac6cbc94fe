async function sum(data) {
  return crypto.subtle.digest('SHA-1', data); // <-- finding
}
