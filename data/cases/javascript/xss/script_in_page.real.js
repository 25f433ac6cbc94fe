// A page that another function makes has a script with this id: its text is code.

function page() {
  return '<main></main><script id="setup"></script>';
}

function fill(setup) {
  document.getElementById('setup').textContent = setup; // <-- finding
}

export function start() {
  document.body.innerHTML = page();
  fill(decodeURIComponent(location.hash.slice(1)));
}
