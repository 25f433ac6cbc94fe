// "/" and "/host/" are another host.
import escapeHtml from 'escape-html';

export const Head = ({ version }) => <script src={`/${Number(version)}/app.js`} />; // <-- finding
