export function Greeting({ user }) {
  return <p dangerouslySetInnerHTML={{ __html: user.name }} />; // <-- finding
}
