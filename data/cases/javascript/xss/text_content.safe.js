export function show(element, comment) {
  element.textContent = comment.text; // <-- finding
}
