// jQuery puts in what the function returns.
$.getJSON('/api/menu', (menu) => {
  $('#menu').append(`<li>${Number(menu.count)}</li>`); // <-- finding
});
