// A text that begins with < is no selector.
$.getJSON('/api/menu', (menu) => {
  const entry = menu.target;
  $(entry).append('<b>!</b>'); // <-- finding
});
