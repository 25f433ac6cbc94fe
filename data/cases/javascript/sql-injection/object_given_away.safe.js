// An object of a class in view holds what it was made of, and whoever gets it can read it.

class Filter {
  constructor(text) {
    this.text = text;
  }
}

function find(store, name) {
  return store.choose('paid', 'orders'); // <-- finding
}
