// An attribute with a namespace sets the property itself.
export const Note = (props) => <div prop:title={props.html} />; // <-- finding
