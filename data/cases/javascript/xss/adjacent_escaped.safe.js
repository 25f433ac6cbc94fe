const { escape } = require('lodash');

function add(list, name) {
  list.insertAdjacentHTML('beforeend', `<li>${escape(name)}</li>`); // <-- finding
}
