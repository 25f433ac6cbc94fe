// What is written into the panel when it is opened is written by a listener.
const panel = document.getElementById('panel');
panel.addEventListener('open', () => { panel.innerHTML = decodeURIComponent(location.hash.slice(1)); });

function open() {
  panel.innerHTML = '<p>Loading</p>', panel.dispatchEvent(new Event('open')); // <-- finding
}

open();
