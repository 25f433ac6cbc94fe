export function show(comment) {
  const element = document.createElement('span');
  element.textContent = comment.text; // <-- finding
  document.body.appendChild(element);
}
