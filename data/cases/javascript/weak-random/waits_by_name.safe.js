function again(connect, attempt) {
  const delay = 1000 * 2 ** attempt + Math.floor(Math.random() * 1000); // <-- finding
  setTimeout(() => connect(attempt + 1), delay);
}
