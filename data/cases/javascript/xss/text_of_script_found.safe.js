function run(code) {
  const el = document.querySelector('body > p');
  el.textContent = code; // <-- finding
}
