function compute(count) {
  return window.eval(count); // <-- finding
}
