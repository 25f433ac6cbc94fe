// Escaping is for markup: in a script it leaves calls as they are.
import escapeHtml from 'escape-html';

export const Track = ({ id }) => <script dangerouslySetInnerHTML={{ __html: `track(${Number(id)})` }} />; // <-- finding
