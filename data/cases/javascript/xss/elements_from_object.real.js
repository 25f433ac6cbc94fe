// Markup that an object on the spot holds makes elements as well.
$.getJSON('/api/menu', (menu) => {
  $({ entry: '<li>' + menu.title }.entry).append('<b>!</b>'); // <-- finding
});
