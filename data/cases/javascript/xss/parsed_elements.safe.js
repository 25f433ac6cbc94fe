// The parser makes elements of markup: links of javascript: among them.
import parse from './words';

export function Comment({ comment }) {
  return <div>{parse(comment.body)}</div>; // <-- finding
}
