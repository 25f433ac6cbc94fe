function run(code) {
  const el = document.querySelector('body > script');
  el.textContent = code; // <-- finding
}
