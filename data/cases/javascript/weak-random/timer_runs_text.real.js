// What a timer is given first is run.
function start(seconds) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout('start(' + delay + ')', delay);
}
