export function Profile({ user }) {
  return <a href={user.homepage}>profile</a>; // <-- finding
}
