// What a script of the page sets, scripts of the page can read.
const keep = (id, res) => res.cookie('id', id, { httpOnly: true, secure: true }); // <-- finding
