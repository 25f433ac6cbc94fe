// The second parser runs what it reads.
const other = (text) => text.length;

function read(text) {
  return [JSON.parse(text), other(text)]; // <-- finding
}
