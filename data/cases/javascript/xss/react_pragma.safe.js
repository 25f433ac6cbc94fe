/** @see unsafe */
export function Greeting({ user }) {
  return <p className="greeting">Hello {user.name}</p>; // <-- finding
}
