function key() {
  return crypto.getRandomValues(new Uint8Array(16)); // <-- finding
}
