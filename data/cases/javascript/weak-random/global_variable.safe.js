// A variable of the page can be read by every script of it.
function start(connect) {
var delay = Math.random() * 1000; // <-- finding
setTimeout(connect, delay);
}
