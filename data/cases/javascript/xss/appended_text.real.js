function warn(box, text) {
  box.append(text); // <-- finding
}

warn($('#warnings'), new URLSearchParams(location.search).get('warning'));

