// An animation sets the address of the link around it.
export const Go = ({ to }) => <svg><a><animate attributeName="href" values={to} /></a></svg>; // <-- finding
