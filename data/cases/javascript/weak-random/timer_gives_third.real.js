// What a timer is given third goes to the function that it calls.
function retry(load) {
  setTimeout(load, 1000, Math.random()) // <-- finding
}
