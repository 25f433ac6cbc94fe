// A variable that is declared nowhere is one of the page.
function start(connect) {
  delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
