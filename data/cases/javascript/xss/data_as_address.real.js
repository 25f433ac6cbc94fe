// What a name means to the page is more than data.
export const Data = ({ state }) => <script dangerouslySetInnerHTML={{ __html: `window.location = ${JSON.stringify(state).replace(/</g, '\\u003c')};` }} />; // <-- finding
