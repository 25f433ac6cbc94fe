export function show(comment) {
  const element = document.createElement('scr' + 'ipt');
  element.textContent = comment.text; // <-- finding
  document.body.appendChild(element);
}
