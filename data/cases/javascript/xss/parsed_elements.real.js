// The parser makes elements of markup: links of javascript: among them.
import parse from 'html-react-parser';

export function Comment({ comment }) {
  return <div>{parse(comment.body)}</div>; // <-- finding
}
