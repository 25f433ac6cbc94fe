export function show(box, title) {
  box.textContent = title; box.nextSibling.setHTMLUnsafe('<hr>'); // <-- finding
}
