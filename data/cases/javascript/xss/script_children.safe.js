// The server writes the children into the script: a call holds nothing that is escaped.
export const Boot = ({ code }) => <div><script>{'boot()'}</script>{code}</div>; // <-- finding
