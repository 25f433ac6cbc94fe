function back(params) {
  location.href = params.get('done') ? '/done' : '/start'; // <-- finding
}
