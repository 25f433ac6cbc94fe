export const A = ({ code }) => <p>{code}</p>; // <-- finding
