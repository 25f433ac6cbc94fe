export function show(box, title) {
  box.textContent = title; box.nextSibling.setHTMLUnsafe(location.hash.slice(1)); // <-- finding
}
