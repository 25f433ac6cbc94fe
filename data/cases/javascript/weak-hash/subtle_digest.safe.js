async function sum(data) {
  return crypto.subtle.digest('SHA-256', data); // <-- finding
}
