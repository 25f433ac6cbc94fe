import DOMPurify from 'dompurify';
import { useMemo } from 'react';

export function Post({ body }) {
  const html = useMemo(() => body.trim(), [body]);
  return <article dangerouslySetInnerHTML={{ __html: html }} />; // <-- finding
}
