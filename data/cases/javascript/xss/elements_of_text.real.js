// A text that begins with < is no selector.
$.getJSON('/api/menu', (menu) => {
  const entry = '<li>' + menu.title;
  $(entry).append('<b>!</b>'); // <-- finding
});
