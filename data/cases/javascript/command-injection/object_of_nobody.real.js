// An object that is declared nowhere is one of the page.
const sizes = {
  begin(name) {
    return name.length;
  },
};

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
