// What the parser has made is more than text.
import parse from 'html-react-parser';

export function Comment({ comment }) {
  const body = parse(comment.body);
  return <div>{body}</div>; // <-- finding
}
