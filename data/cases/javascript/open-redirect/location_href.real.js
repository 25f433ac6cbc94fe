function back(params) {
  location.href = params.get('done') ? params.get('done') : '/start'; // <-- finding
}
