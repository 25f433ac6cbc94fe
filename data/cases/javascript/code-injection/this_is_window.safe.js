// At the top of a classic script, `this` is the window.
this.parseText = (text) => text;

document.getElementById('go').onclick = () => {
  document.title = eval(parseInt(location.hash.slice(1)) + '+1'); // <-- finding
};
