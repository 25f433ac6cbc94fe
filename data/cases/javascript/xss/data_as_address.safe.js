// What a name means to the page is more than data.
export const Data = ({ state }) => <script dangerouslySetInnerHTML={{ __html: `window.__STATE__ = ${JSON.stringify(state).replace(/</g, '\\u003c')};` }} />; // <-- finding
