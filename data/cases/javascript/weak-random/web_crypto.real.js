function key() {
  return Math.floor(Math.random() * 1e9); // <-- finding
}
