function warn(box, text) {
  box.append(document.createTextNode(text)); // <-- finding
}

