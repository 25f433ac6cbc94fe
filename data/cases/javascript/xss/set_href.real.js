function link(anchor, id) {
  anchor.href = id; // <-- finding
}
