function label(image, text) {
  image.setAttribute('onload', text); // <-- finding
}
