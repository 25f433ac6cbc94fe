// An animation sets the address of the link around it.
export const Go = ({ to }) => <svg><a><animate attributeName="href" values="/a;/b" id={to} /></a></svg>; // <-- finding
