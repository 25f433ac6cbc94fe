class Note extends HTMLElement {
  static observedAttributes = ['title'];

  attributeChangedCallback(name, before, value) {
    this.textContent = value;
  }
}

customElements.define('shop-note', Note);

export function show(title) {
  document.querySelector('shop-note').setAttribute('title', title); // <-- finding
}
