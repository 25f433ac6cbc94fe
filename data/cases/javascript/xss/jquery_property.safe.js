// A property may be the markup of the element.
$.getJSON('/api/menu', (menu) => {
  $('#menu').html('').prop('hidden', true); // <-- finding
});
