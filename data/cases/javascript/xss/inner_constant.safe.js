function clear(list) {
  list.innerHTML = '<li>nothing yet</li>'; // <-- finding
}
