function label(image, text) {
  image.setAttribute('title', text); // <-- finding
}
