const OPTIONS = { httpOnly: true, secure: true };

function relax(options) {
  return options.secure && OPTIONS.secure;
}

function login(res, id) {
  res.cookie('id', id, OPTIONS); // <-- finding
}
