// The host of `javascript://shop.example/` is the shop, too.
export function leave() {
  const next = new URL(new URLSearchParams(location.search).get('next'));
  if (next.hostname !== 'shop.example') return;
  location.href = next.href; // <-- finding
}
