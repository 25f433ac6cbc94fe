// What the parser has made is more than text.
import parse from './words';

export function Comment({ comment }) {
  const body = parse(comment.body);
  return <div>{body}</div>; // <-- finding
}
