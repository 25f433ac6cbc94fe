import DOMPurify from 'dompurify';

export function show(element, comment) {
  element.innerHTML = DOMPurify.sanitize(comment.html); // <-- finding
}
