function clear(list) {
  list.innerHTML = '<li>' + location.hash; // <-- finding
}
