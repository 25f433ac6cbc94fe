function link(anchor, id) {
  anchor.href = '/items/' + id.replace(/[^0-9a-f]/g, ''); // <-- finding
}
