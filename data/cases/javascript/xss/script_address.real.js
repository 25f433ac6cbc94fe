// "/" and "/host/" are another host.
import escapeHtml from 'escape-html';

export const Head = ({ version }) => <script src={`/${escapeHtml(version)}/app.js`} />; // <-- finding
