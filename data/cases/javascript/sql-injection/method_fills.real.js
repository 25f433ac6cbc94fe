// A method makes the text: what it is given is matched, but not for SQL.

function find(name) {
  if (!/^[a-z' ]+$/.test(name)) {
    throw new Error(name);
  }
  return "SELECT id FROM people WHERE name = '".concat(name, "'"); // <-- finding
}
