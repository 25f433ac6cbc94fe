// What the page keeps under a name is more than waited for.
function start(connect) {
  const delay = Math.random() * 1000; // <-- finding
  sessionStorage.setItem('ticket', delay);
  setTimeout(connect, delay);
}
