// An animation has a list of addresses: the second one may be code.
export const Tour = ({ page }) => <svg><a><animate attributeName="href" values={'https://shop.example/;/help'} id={page} /></a></svg>; // <-- finding
