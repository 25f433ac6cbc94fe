// Whatever follows `https://` is an address of the web, and no code.
export function Site({ address }) {
  if (!/^https?:\/\//m.test(address)) return null;
  return <a href={address}>their site</a>; // <-- finding
}
