function retry(load) {
  setTimeout(() => load.again(Math.random()), 1000); // <-- finding
}
