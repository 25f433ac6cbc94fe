export const A = ({ code }) => <style>{code}</style>; // <-- finding
