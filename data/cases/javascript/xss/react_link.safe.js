export function Profile({ user }) {
  return <a href={`/users/${encodeURIComponent(user.name)}`}>profile</a>; // <-- finding
}
