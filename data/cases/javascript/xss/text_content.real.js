export function show(element, comment) {
  element.innerHTML = comment.text; // <-- finding
}
