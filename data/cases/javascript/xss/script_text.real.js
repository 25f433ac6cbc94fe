export function show(comment) {
  const element = document.createElement('script');
  element.textContent = comment.text; // <-- finding
  document.body.appendChild(element);
}
