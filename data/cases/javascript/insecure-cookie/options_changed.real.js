const OPTIONS = { httpOnly: true, secure: true };

function relax(options) {
  OPTIONS.secure = options.secure;
}

function login(res, id) {
  res.cookie('id', id, OPTIONS); // <-- finding
}
