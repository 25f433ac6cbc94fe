// A variable that is declared nowhere is one of the page.
function start(connect) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
