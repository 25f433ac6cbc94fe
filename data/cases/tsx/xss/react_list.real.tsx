interface Props {
  items: { id: number; label: string }[];
}

export function List({ items }: Props) {
  return <ul>{items.map((item) => <li key={item.id} dangerouslySetInnerHTML={{ __html: item.label }} />)}</ul>; // <-- finding
}
