const ICON = '<svg viewBox="0 0 8 8"></svg>';

export const Icon = (): JSX.Element => (
  <span dangerouslySetInnerHTML={{ __html: ICON }} /> // <-- finding
);
export const Label = ({ html }: { html: string }): JSX.Element => <span>{html}</span>;
