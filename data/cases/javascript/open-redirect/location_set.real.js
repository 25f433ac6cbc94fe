function open(id) {
  window.location = decodeURIComponent(id); // <-- finding
}
