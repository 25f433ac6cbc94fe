// Which of both it is, the request says.
function login(req) {
  req.session.staff = req.body.staff === 'yes'; // <-- finding
}
