const { escape } = require('lodash');

function add(list, name) {
  list.insertAdjacentHTML('beforeend', `<li>${unescape(name)}</li>`); // <-- finding
}
