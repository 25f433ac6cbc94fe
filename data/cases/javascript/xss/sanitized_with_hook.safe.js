import DOMPurify from 'dompurify';

export function setUp(level) {
  DOMPurify.version.startsWith(level);
}

export function show(element, comment) {
  element.innerHTML = DOMPurify.sanitize(comment); // <-- finding
}
