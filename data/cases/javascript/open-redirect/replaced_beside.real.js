// A page is also left by `replace`.
const next = new URLSearchParams(location.search).get('next');

document.getElementById('go').onclick = () => {
  next ? location.replace(next) : location.assign('/home'); // <-- finding
};
