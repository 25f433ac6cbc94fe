// A frame of another host, if the value begins with a slash.
import escapeHtml from 'escape-html';

export const Map = ({ place }) => <object data={`/maps/${escapeHtml(place)}`}>map</object>; // <-- finding
