// A browser does not care for the case of an attribute, and React hands it on.
import escapeHtml from 'escape-html';

export const Mail = ({ mail }) => <iframe title="mail" srcdoc={escapeHtml(mail.html)} />; // <-- finding
