/** Groups items by key, each converted by `make`, in order. (Map.groupBy needs Node 21.) */
export function groupBy<Item, Made>(
  items: Item[],
  keyOf: (item: Item) => string,
  make: (item: Item) => Made,
): Map<string, Made[]> {
  const groups = new Map<string, Made[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [make(item)]);
    else group.push(make(item));
  }
  return groups;
}
