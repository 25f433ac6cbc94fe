// Whatever is called with constants does no harm; of two values one is none.

function load(show, address, isTest) {
  return [show(isTest ? '/test' : address), fetch('https://shop.example/')]; // <-- finding
}
