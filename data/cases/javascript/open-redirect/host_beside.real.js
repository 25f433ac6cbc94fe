// A page is also left by setting another host.
const host = new URLSearchParams(location.search).get('host');

function go() {
  if (host) location.host = host; else location.href = '/home'; // <-- finding
}
