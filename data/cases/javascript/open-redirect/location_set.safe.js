function open(id) {
  window.location = '/items?id=' + encodeURIComponent(id); // <-- finding
}
