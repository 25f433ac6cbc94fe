import DOMPurify from 'dompurify';

export function setUp(level) {
  DOMPurify.addHook('afterSanitizeAttributes', level);
}

export function show(element, comment) {
  element.innerHTML = DOMPurify.sanitize(comment); // <-- finding
}
