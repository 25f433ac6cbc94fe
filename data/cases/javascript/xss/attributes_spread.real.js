// What is spread behind an attribute takes its place.
export function Item({ item }) {
  return <a href="/shop" {...item.attributes}>shop</a>; // <-- finding
}
