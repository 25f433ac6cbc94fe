function valid(form) {
  return form.password !== '' && form.name !== ''; // <-- finding
}
