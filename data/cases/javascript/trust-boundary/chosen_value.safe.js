// Which of both it is, the request says.
function login(req) {
  req.session.staff = false; // <-- finding
}
