// A document in a frame is one text until it is read.
const escapeHtml = require('escape-html');

function preview(frame, user) {
  frame.srcdoc += escapeHtml(user.home); // <-- finding
}
