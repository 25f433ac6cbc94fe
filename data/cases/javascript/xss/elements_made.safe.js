// The markup is in the parentheses of $: appendTo only says where the elements go.
$.getJSON('/api/menu', (menu) => {
  $('<li>' + Number(menu.count) + '</li>').hide().append('<b>!</b>'); // <-- finding
});
