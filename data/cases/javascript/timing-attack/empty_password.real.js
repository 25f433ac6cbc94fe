function valid(form) {
  return form.password !== form.expected && form.name !== ''; // <-- finding
}
