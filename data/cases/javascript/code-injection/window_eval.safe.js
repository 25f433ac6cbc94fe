function compute(count) {
  return window.eval('3 * 4'); // <-- finding
}
