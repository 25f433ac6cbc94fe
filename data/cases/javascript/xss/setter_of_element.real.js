class Note extends HTMLElement {
  set text(value) {
    this.innerHTML = value;
  }
}

customElements.define('shop-note', Note);

export function show(note, title) {
  note.previousSibling.textContent = title; note.text = location.hash.slice(1); // <-- finding
}
