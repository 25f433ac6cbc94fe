// An attribute with a namespace sets the property itself.
export const Note = (props) => <div prop:innerHTML={props.html} />; // <-- finding
