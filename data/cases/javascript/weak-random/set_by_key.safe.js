// The number is a key, under which something is kept.
function again(connect, tickets) {
  const delay = Math.random(), owner = connect.owner; // <-- finding
  setTimeout(connect, 10, owner);
}
