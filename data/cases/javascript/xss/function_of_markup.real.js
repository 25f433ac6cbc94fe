// jQuery puts in what the function returns.
$.getJSON('/api/menu', (menu) => {
  $('#menu').append(() => `<li>${menu.title}</li>`); // <-- finding
});
