// Options may allow more than is harmless.
import DOMPurify from 'dompurify';

export function show(box, markup) {
  box.innerHTML = DOMPurify.sanitize(markup, { ADD_ATTR: ['onclick'] }); // <-- finding
}
