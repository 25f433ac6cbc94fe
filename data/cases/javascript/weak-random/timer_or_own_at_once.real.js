// One of two functions is one in view that keeps what it is given.
const kept = (go, ms) => {
  globalThis.ticket = ms;
};

function start(connect, soon) {
  (soon ? setTimeout : kept)(connect, Math.random() * 1000); // <-- finding
}
