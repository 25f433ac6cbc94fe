// JSON ends no script where nothing in it can begin a tag.
export const Data = ({ state }) => <script dangerouslySetInnerHTML={{ __html: `window.__STATE__ = ${JSON.stringify(state)};` }} />; // <-- finding
