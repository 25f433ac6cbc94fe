export function show(comment) {
  const element = document.createElement('p');
  element.textContent = comment.text; // <-- finding
  document.body.appendChild(element);
}
