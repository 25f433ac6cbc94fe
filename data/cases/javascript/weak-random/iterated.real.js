// What is gone through is made of the number.
function again(connect) {
  for (const ticket of connect.tickets(Math.random())) { // <-- finding
    connect.open(ticket);
  }
}
