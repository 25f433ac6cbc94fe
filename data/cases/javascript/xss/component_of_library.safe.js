// The component of the package sets its `html` as it is.
import InnerHTML from './inner-text';

export function Page({ page }) {
  return <main><InnerHTML html={page.body} /></main>; // <-- finding
}
