import DOMPurify from 'dompurify';

export function Comment({ comment }) {
  return <div dangerouslySetInnerHTML={{ __html: comment.body }} />; // <-- finding
}
